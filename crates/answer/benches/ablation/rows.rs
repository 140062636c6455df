//! What is changed: parts left out, and each weight at 0 and at twice its value.

use answer::Weights;

/// A version of the engine.
pub struct Row {
    /// How the table calls it.
    pub name: String,
    /// Its weights.
    pub weights: Weights,
    /// Whether the ranking can differ, not only what is made of it.
    pub ranks: bool,
}

/// Weights that only decide whether the first candidate is given, not which it is.
const DECIDE: [&str; 3] = ["home", "precision", "strangers"];

/// Every version: as it is, parts left out, weights.
pub fn rows() -> Vec<Row> {
    let usual = Weights::default;
    let row = |name: &str, weights| Row { name: name.to_owned(), weights, ranks: true };
    let mut rows = vec![
        row("**as it is**", usual()),
        row("no scenes", Weights { scenes: 0.0, ..usual() }),
        row("no concepts", Weights { concept: 0.0, ..usual() }),
        row("neither", Weights { scenes: 0.0, concept: 0.0, ..usual() }),
        row("no linear model (`nearest` 1)", Weights { nearest: 1.0, ..usual() }),
        row("no training, means only (`sharpness` 0)", Weights { sharpness: 0.0, ..usual() }),
    ];
    for (at, (name, value)) in usual().named().into_iter().enumerate() {
        for factor in [0.0, 2.0] {
            // Those stand above already.
            if factor == 0.0 && matches!(name, "scenes" | "concept" | "sharpness") {
                continue;
            }
            // A share of more than everything means nothing.
            let other = if name == "precision" { (*value * factor).min(1.0) } else { *value * factor };
            let mut weights = usual();
            *weights.named()[at].1 = other;
            let name_of = format!("`{name}` {value} → {other}");
            rows.push(Row { name: name_of, weights, ranks: !DECIDE.contains(&name) });
        }
    }
    rows
}
