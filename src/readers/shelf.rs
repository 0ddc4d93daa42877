/*!
What was read, kept for the run under one limit for all files together.

Where it does not all fit, the heaviest files are given up first: a poisonous file never costs a good one that is
lighter. Which files stay does not depend on the order in which they come: it is always the lightest ones, as many of
them as fit.
*/

use std::collections::BinaryHeap;

use crate::finding::{Code, Finding};
use crate::project::Project;
use crate::submission::{Extract, Outcome};

/// A place for each file that was found.
pub struct Shelf<'a> {
    project: &'a Project,
    places: Vec<Option<Extract>>,
    /// What is kept, the heaviest first; of equal ones the last.
    kept: BinaryHeap<(u64, usize)>,
    held: u64,
    most: u64,
}

impl<'a> Shelf<'a> {
    /// For so many files, which may weigh so many bytes together.
    pub fn new(project: &'a Project, files: usize, most: u64) -> Self {
        Shelf { project, places: vec![None; files], kept: BinaryHeap::new(), held: 0, most }
    }

    /// Puts down what a file says, and gives up what does not fit any more.
    pub fn put(&mut self, place: usize, extract: Extract) {
        let weight = extract.weight(self.project);
        self.places[place] = Some(extract);
        // What could not be read is one finding: to give that up would free nothing.
        if self.places[place].as_ref().is_some_and(|e| e.outcome != Outcome::Read) {
            return;
        }
        self.kept.push((weight, place));
        self.held += weight;
        while self.held > self.most {
            let Some((weight, heaviest)) = self.kept.pop() else {
                return;
            };
            self.held -= weight;
            if let Some(given_up) = &mut self.places[heaviest] {
                *given_up = too_much(given_up, weight, self.most);
            }
        }
    }

    /// What a file says, as far as that is known.
    pub fn get(&self, place: usize) -> Option<&Extract> {
        self.places[place].as_ref()
    }

    /// Everything that is known.
    pub fn known(&self) -> impl Iterator<Item = &Extract> {
        self.places.iter().flatten()
    }

    /// Takes everything down.
    pub fn into_places(self) -> Vec<Option<Extract>> {
        self.places
    }
}

/// Says that a file weighs more than there is room for.
pub fn no_room(weight: u64, most: u64) -> Finding {
    let mib = |bytes: u64| format!("{} MiB", bytes.div_ceil(1 << 20));
    Finding::new(Code::F018).value(mib(weight)).expected(mib(most))
}

/// A file of which nothing is kept but that it was read.
fn too_much(extract: &Extract, weight: u64, most: u64) -> Extract {
    let finding = no_room(weight, most);
    Extract { sha256: extract.sha256.clone(), format: extract.format, ..Extract::failed(extract.size, finding) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn heavy(findings: usize) -> Extract {
        let findings = vec![Finding::new(Code::C001); findings];
        Extract { outcome: Outcome::Read, findings, ..Extract::failed(0, Finding::new(Code::F014)) }
    }

    proptest! {
        // Whatever the order in which files come, the lightest are kept, as many as fit, and never more than that.
        #[test]
        fn order_does_not_matter(
            files in proptest::collection::vec(1usize..60, 1..12).prop_flat_map(|f| (Just(f.clone()), Just((0..f.len()).collect::<Vec<_>>()).prop_shuffle())),
            most in 0u64..900_000,
        ) {
            let (sizes, order) = files;
            let project = Project::from_files(crate::project::Files::embedded(), true).unwrap();
            let mut shelf = Shelf::new(&project, sizes.len(), most);
            for i in order {
                shelf.put(i, heavy(sizes[i]));
                prop_assert!(shelf.held <= most);
            }
            let mut by_weight: Vec<(u64, usize)> = sizes.iter().enumerate().map(|(i, n)| (heavy(*n).weight(&project), i)).collect();
            by_weight.sort_unstable();
            let mut sum = 0;
            for (weight, i) in by_weight {
                sum += weight;
                let kept = shelf.get(i).is_some_and(|e| e.outcome == Outcome::Read);
                prop_assert_eq!(kept, sum <= most);
            }
        }
    }

    // A file that is given up keeps its digest and says why.
    #[test]
    fn says_why() {
        let project = Project::from_files(crate::project::Files::embedded(), true).unwrap();
        let mut shelf = Shelf::new(&project, 1, 10);
        shelf.put(0, Extract { sha256: "ab".to_owned(), ..heavy(3) });
        let got = shelf.get(0).unwrap();
        assert_eq!((got.sha256.as_str(), got.findings[0].code, got.outcome), ("ab", Code::F018, Outcome::Failed));
    }
}
