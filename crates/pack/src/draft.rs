//! What the merchant's sources become before an index is built.

use crate::Knowledge;

/// A merchant's sources, parsed and checked: what `faq` produces and `answer::build` turns into a [`crate::Pack`].
///
/// `phrasings` and `keywords` run parallel to `knowledge.entries`; a missing tail counts as empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Everything that is shown.
    pub knowledge: Knowledge,
    /// Per entry: other ways to ask it, without the question itself.
    pub phrasings: Vec<Vec<String>>,
    /// Per entry: words that point to it on their own.
    pub keywords: Vec<Vec<String>>,
    /// Groups of words that mean the same.
    pub synonyms: Vec<Vec<String>>,
    /// Words that are not answered to.
    pub blocked: Vec<String>,
}
