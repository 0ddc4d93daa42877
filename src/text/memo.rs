/*!
What was worked out of texts, kept for when they come again: titles, labels, names of folders and units of measure of one
form come with every file.
*/

use std::cell::RefCell;

use rustc_hash::FxHashMap;

/// A bound on what hostile input can make us remember: texts, and bytes of one.
const MOST: usize = 20_000;
const LONGEST: usize = 512;

/// Answers about texts by one thread. The answer must follow from the text alone.
pub struct Memo<T> {
    known: RefCell<FxHashMap<Box<str>, T>>,
    most: usize,
}

impl<T> Memo<T> {
    /// One that remembers so many texts.
    pub fn of_most(most: usize) -> Self {
        Memo { known: RefCell::default(), most }
    }
}

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Memo::of_most(MOST)
    }
}

impl<T: Clone> Memo<T> {
    /// The answer about a text: the one that is known, or else what is worked out now.
    pub fn of(&self, text: &str, work: impl FnOnce(&str) -> T) -> T {
        if let Some(known) = self.known.borrow().get(text) {
            return known.clone();
        }
        let answer = work(text);
        if text.len() <= LONGEST {
            let mut known = self.known.borrow_mut();
            if known.len() >= self.most {
                known.clear();
            }
            known.insert(text.into(), answer.clone());
        }
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // A text is worked on once, one too long to be kept each time; and what is kept stays within its bound.
    #[test]
    fn worked_out_once() {
        let memo = Memo::default();
        let mut worked = 0;
        for _ in 0..3 {
            assert_eq!(
                memo.of("abc", |t| {
                    worked += 1;
                    t.len()
                }),
                3
            );
        }
        assert_eq!(worked, 1);
        let long = "x".repeat(LONGEST + 1);
        for _ in 0..3 {
            memo.of(&long, |t| {
                worked += 1;
                t.len()
            });
        }
        assert_eq!(worked, 4);
        for i in 0..MOST * 2 {
            memo.of(&i.to_string(), str::len);
            assert!(memo.known.borrow().len() <= MOST);
        }
    }
}
