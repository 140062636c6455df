//! Whether a pack fits together. Checked once after reading, so that the engine may follow positions without fear.

use crate::{Index, Knowledge, Lists, Pack, Target};

/// The first thing that does not fit, in words.
pub fn check(pack: &Pack) -> Result<(), &'static str> {
    knowledge(&pack.knowledge)?;
    index(&pack.index, pack.knowledge.entries.len())
}

fn knowledge(knowledge: &Knowledge) -> Result<(), &'static str> {
    let count = knowledge.entries.len();
    let known = |position: &u32| (*position as usize) < count;
    require(knowledge.start.iter().all(known), "a starting question that does not exist")?;
    require(
        knowledge.rules.iter().all(|rule| rule.entry.iter().all(known)),
        "a rule for an entry that does not exist",
    )?;
    let forecasts = knowledge.forecasts.iter().all(|forecast| forecast.entries.iter().all(known));
    require(forecasts, "a forecast of an entry that does not exist")?;
    for entry in &knowledge.entries {
        let needs = entry.needs.iter().all(|slot| (*slot as usize) < knowledge.slots.len());
        require(needs, "an entry that needs what cannot be asked for")?;
        let lookup = entry.lookup.is_none_or(|lookup| (lookup as usize) < knowledge.lookups.len());
        require(lookup, "an entry that looks up nowhere")?;
        require(entry.followups.iter().all(known), "a follow-up that does not exist")?;
        let asks_known = entry.actions.iter().all(|action| match &action.target {
            Target::Ask(position) => known(position),
            _ => true,
        });
        require(asks_known, "a button that asks an entry that does not exist")?;
    }
    Ok(())
}

fn index(index: &Index, entries: usize) -> Result<(), &'static str> {
    let (traditional, simplified) = (index.traditional.chars().count(), index.simplified.chars().count());
    require(traditional == simplified, "traditional and simplified characters that do not pair")?;
    require(index.traditional.chars().is_sorted(), "traditional characters out of order")?;
    require(index.phrases.texts().is_sorted(), "phrases out of order")?;
    require(index.sounds.fit(), "sounds without characters")?;
    require(index.words.is_sorted_by(|a, b| a < b), "words out of order")?;
    require(index.weights.len() == index.features.len(), "features without weight")?;
    let sum = index.features.iter().try_fold(0u32, |sum, gap| sum.checked_add(*gap));
    require(sum.is_some(), "features out of order")?;
    let sum = index.forms.iter().try_fold(0u32, |sum, gap| sum.checked_add(*gap));
    require(sum.is_some(), "forms out of order")?;
    require(index.concepts.len() == index.forms.len(), "forms without concept")?;
    let concepts = index.concepts.iter().all(|concept| (*concept as usize) < index.features.len());
    require(concepts, "a form of a concept that does not exist")?;
    require(index.phrasings.len() == entries, "entries without phrasings")?;
    let phrasings = index.phrasings.iter().try_fold(0u32, |sum, count| sum.checked_add(*count));
    let phrasings = phrasings.ok_or("more phrasings than can be counted")? as usize;
    // Each phrasing has a feature, or the packer left it out; so a short file cannot ask for much memory.
    require(phrasings <= index.nearest.total(), "phrasings without features")?;
    let each = |lists: &Lists| lists.count() == index.features.len();
    require(each(&index.nearest) && each(&index.linear), "features without list")?;
    require(index.nearest.bound() <= phrasings, "a feature of a phrasing that does not exist")?;
    require(index.linear.bound() <= entries, "a feature of an entry that does not exist")?;
    require(index.home.len() == index.features.len(), "features without side")?;
    require(index.linear_weights.len() == index.linear.total(), "items without weight")?;
    let rules = index.rules.iter().all(|rule| rule.entry.is_none_or(|entry| (entry as usize) < entries));
    require(rules, "a keyword for an entry that does not exist")?;
    let calibration = &index.calibration;
    require(calibration.numbers().all(f32::is_finite), "a calibration that is no number")
}

fn require(fits: bool, what: &'static str) -> Result<(), &'static str> {
    if fits { Ok(()) } else { Err(what) }
}
