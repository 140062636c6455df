//! Questions that ask the same, put together.

use std::collections::BTreeSet;

/// Share of their pairs of characters from which two questions are taken for the same.
const ALIKE: f64 = 0.4;
/// Wordings of one question that are shown.
const OTHERS: usize = 4;

/// A question as it was asked most, with how often it was asked in all its wordings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cluster {
    pub text: String,
    pub times: usize,
    pub others: Vec<String>,
}

/// The questions, the most frequent first; equals in the order of the alphabet, so that a report can be compared with
/// the one before.
pub(crate) fn clusters<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<Cluster> {
    let mut asked: Vec<(String, usize)> = Vec::new();
    let mut sorted: Vec<&str> = texts.map(str::trim).filter(|text| !text.is_empty()).collect();
    sorted.sort_unstable();
    for text in sorted {
        match asked.last_mut().filter(|last| last.0 == text) {
            Some(last) => last.1 += 1,
            None => asked.push((text.to_owned(), 1)),
        }
    }
    asked.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let mut clusters: Vec<(BTreeSet<[char; 2]>, Cluster)> = Vec::new();
    for (text, times) in asked {
        let own = pairs(&text);
        match clusters.iter_mut().find(|(first, _)| alike(first, &own) >= ALIKE) {
            Some((_, cluster)) => {
                cluster.times += times;
                if cluster.others.len() < OTHERS {
                    cluster.others.push(text);
                }
            }
            None => clusters.push((own, Cluster { text, times, others: Vec::new() })),
        }
    }
    let mut clusters: Vec<Cluster> = clusters.into_iter().map(|(_, cluster)| cluster).collect();
    clusters.sort_by_key(|cluster| std::cmp::Reverse(cluster.times));
    clusters
}

/// Neighbouring characters, without blanks and signs.
fn pairs(text: &str) -> BTreeSet<[char; 2]> {
    let chars: Vec<char> = text.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if let [only] = chars.as_slice() {
        return BTreeSet::from([[*only, ' ']]);
    }
    chars.windows(2).map(|pair| [pair[0], pair[1]]).collect()
}

/// What two sets share, of what either has.
fn alike(a: &BTreeSet<[char; 2]>, b: &BTreeSet<[char; 2]>) -> f64 {
    let both = a.intersection(b).count();
    let number = |count: usize| u32::try_from(count).map_or(f64::MAX, f64::from);
    if both == 0 { 0.0 } else { number(both) / number(a.len() + b.len() - both) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wordings_of_one_question_come_together() {
        let asked = ["可以货到付款吗", "能货到付款吗", "可以货到付款吗", "有实体店吗", " "];
        let found = clusters(asked.into_iter());
        assert_eq!(found[0], Cluster { text: "可以货到付款吗".into(), times: 3, others: vec!["能货到付款吗".into()] });
        assert_eq!((found.len(), found[1].text.as_str()), (2, "有实体店吗"));
    }
}
