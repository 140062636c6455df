//! Predicted questions: what a customer will probably ask, from what the merchant's page knows of the situation.

use crate::{Context, Engine, Query};
use kernel::best_first;
use pack::{Day, Forecast};

/// Questions that are offered.
const MOST: usize = 4;

/// What the merchant's page knows. Everything may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scene {
    /// Kind of page, such as `order`.
    pub name: String,
    /// Error code that is shown.
    pub code: String,
    /// Title of the page, or whatever words stand on it.
    pub title: String,
    /// What the customer did, the newest last.
    pub steps: Vec<String>,
    /// What else is known, as `name=value` or `name`.
    pub attributes: Vec<String>,
}

impl Engine {
    /// Positions of at most four entries, the likeliest first: what the merchant's forecasts say, those with most
    /// conditions first; then what the page's words rank; then the starting questions.
    #[must_use]
    pub fn predict(&self, scene: &Scene, today: Day) -> Vec<u32> {
        let knowledge = self.knowledge();
        let mut forecasts: Vec<(u8, &Forecast)> =
            knowledge.forecasts.iter().filter_map(|forecast| Some((fits(forecast, scene)?, forecast))).collect();
        best_first(&mut forecasts, |(conditions, _)| f32::from(*conditions));
        let mut likely: Vec<u32> = forecasts.into_iter().flat_map(|(_, forecast)| forecast.entries.clone()).collect();
        let words = [scene.code.as_str(), " ", &scene.title, " ", &scene.steps.join(" ")].concat();
        let reply =
            self.ask(&Query { text: &words, today, scene: &scene.name, context: &Context::NEW, ..Query::default() });
        likely.extend(reply.candidates.iter().filter(|one| one.confidence >= SURE).map(|one| one.entry));
        let of_scene = |at: &u32| knowledge.entries[*at as usize].scenes.contains(&scene.name);
        likely.extend(knowledge.start.iter().filter(|at| of_scene(at)));
        likely.extend(&knowledge.start);
        let mut offered = Vec::new();
        for entry in likely {
            let valid = knowledge.entries[entry as usize].valid_on(today);
            if valid && !offered.contains(&entry) && offered.len() < MOST {
                offered.push(entry);
            }
        }
        offered
    }
}

/// Confidence, in thousandths, from which the page's words are believed.
const SURE: u16 = 500;

/// How many conditions of a forecast hold; `None` when one does not.
fn fits(forecast: &Forecast, scene: &Scene) -> Option<u8> {
    let one_of = |wanted: &[String], given: &[String]| wanted.iter().any(|wanted| given.contains(wanted));
    let checks = [
        (!forecast.scenes.is_empty(), forecast.scenes.contains(&scene.name)),
        (!forecast.codes.is_empty(), forecast.codes.contains(&scene.code)),
        (!forecast.steps.is_empty(), one_of(&forecast.steps, &scene.steps)),
        (!forecast.attributes.is_empty(), forecast.attributes.iter().all(|wanted| scene.attributes.contains(wanted))),
    ];
    let asked = checks.iter().filter(|(asked, _)| *asked);
    asked.clone().all(|(_, holds)| *holds).then(|| asked.map(|_| 1).sum())
}
