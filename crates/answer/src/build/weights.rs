//! The weights of the engine, each with what it is for. What each does at 0 and at twice its value is measured by
//! `cargo xtask ablation`, whose tables stand in `docs/answers.md`.

/// What the ranking and its training go by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights {
    /// Part of the nearest phrasing in a score; the rest is the linear model's.
    pub nearest: f32,
    /// A pair of characters beside a single one.
    pub sign_pair: f32,
    /// A pair of words beside a single one.
    pub word_pair: f32,
    /// A piece of a word beside the word.
    pub piece: f32,
    /// A concept beside a word.
    pub concept: f32,
    /// Messages of elsewhere that count beside the merchant's phrasings for how rare a word is.
    pub background: f32,
    /// What a matching scene's lines count, all together, beside one phrasing of the merchant's.
    pub scenes: f32,
    /// How soon training is content.
    pub sharpness: f32,
    /// Share of what is answered outright that is to be right.
    pub precision: f32,
    /// Share of messages that nothing answers.
    pub strangers: f32,
    /// How fast is learned what tells the knowledge's own questions from those of elsewhere. 0: nothing does.
    pub home: f32,
}

impl Weights {
    /// Every weight with its name: to change one that is named in a table or on a command line.
    ///
    /// ```
    /// let mut weights = answer::Weights::default();
    /// for (name, value) in weights.named() {
    ///     if name == "concept" {
    ///         *value *= 2.0;
    ///     }
    /// }
    /// assert_eq!(weights, answer::Weights { concept: 1.0, ..Default::default() });
    /// ```
    pub fn named(&mut self) -> [(&'static str, &mut f32); 11] {
        [
            ("nearest", &mut self.nearest),
            ("scenes", &mut self.scenes),
            ("concept", &mut self.concept),
            ("sign_pair", &mut self.sign_pair),
            ("word_pair", &mut self.word_pair),
            ("piece", &mut self.piece),
            ("background", &mut self.background),
            ("sharpness", &mut self.sharpness),
            ("home", &mut self.home),
            ("precision", &mut self.precision),
            ("strangers", &mut self.strangers),
        ]
    }
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            nearest: 0.3,
            sign_pair: 0.35,
            word_pair: 0.15,
            piece: 0.15,
            concept: 0.5,
            background: 1000.0,
            scenes: 10.0,
            sharpness: 5.0,
            precision: 0.95,
            strangers: 0.25,
            home: 1.0,
        }
    }
}
