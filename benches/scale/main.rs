/*!
How fast, beside the reader library alone: `cargo bench --bench scale` prints the table of `docs/speed.md`.

```text
cargo bench --bench scale                 all sizes
cargo bench --bench scale -- a b          some of them
cargo bench --bench scale -- --runs 9 a   more runs
```

The data is made below `target/scale` at the first run (the country's month needs some 700 MB there). Each
line is the median of its runs; runs of the program and of the bare library take turns, so that both see the
same machine.
*/

mod bare;
mod make;
mod measure;

use std::path::PathBuf;
use std::time::Instant;

use make::{Plan, Shape};
use measure::{Taken, run};

fn plans() -> Vec<Plan> {
    let two = [Shape::Indicators(60), Shape::Table(30, 18)];
    vec![
        Plan { name: "a", what: "300 workbooks of two forms", units: 150, forms: two.to_vec(), again: 0 },
        Plan {
            name: "b",
            what: "60 workbooks of 5,000 × 18",
            units: 60,
            forms: vec![Shape::Table(5_000, 18)],
            again: 0,
        },
        Plan { name: "c", what: "40,000 workbooks", units: 3_321, forms: two.repeat(6), again: 148 },
        // For telling whether cost grows as the cells do: (b) by two and by four.
        Plan {
            name: "b2",
            what: "120 workbooks of 5,000 × 18",
            units: 120,
            forms: vec![Shape::Table(5_000, 18)],
            again: 0,
        },
        Plan {
            name: "b4",
            what: "240 workbooks of 5,000 × 18",
            units: 240,
            forms: vec![Shape::Table(5_000, 18)],
            again: 0,
        },
    ]
}

fn main() {
    let mut runs = 5;
    let mut wanted: Vec<String> = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(a) = arguments.next() {
        match a.as_str() {
            "--runs" => runs = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(runs).max(1),
            "--bench" => {}
            name => wanted.push(name.to_owned()),
        }
    }
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let home = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("scale");
    println!("{threads} threads, {} {}", std::env::consts::OS, std::env::consts::ARCH);
    println!("| data | cells | bare calamine | to validated totals | with all outputs | unchanged | memory |");
    println!("|---|---|---|---|---|---|---|");
    for plan in plans().into_iter().filter(|p| wanted.is_empty() || wanted.iter().any(|w| w == p.name)) {
        let folder = home.join(plan.name);
        make::make(&plan, &folder).expect("the data can be made");
        let output = home.join(format!("{}-output", plan.name));
        let runs = if plan.workbooks() > 10_000 { runs.min(3) } else { runs };
        let (mut floor, mut check, mut full, mut again) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut cells = 0;
        for _ in 0..runs {
            let begin = Instant::now();
            cells = bare::stream(&folder.join("submissions"), threads);
            floor.push(Taken { seconds: begin.elapsed().as_secs_f64(), memory: 0 });
            check.push(run(&["check"], &folder, &output));
            let _ = std::fs::remove_dir_all(&output);
            full.push(run(&["consolidate"], &folder, &output));
            again.push(run(&["consolidate"], &folder, &output));
        }
        let floor = median(&mut floor).seconds;
        let beside = |taken: &mut Vec<Taken>| {
            let t = median(taken).seconds;
            format!("{t:.2} s ({:.2} ×)", t / floor)
        };
        let memory = check.iter().chain(&full).map(|t| t.memory).max().unwrap_or(0) >> 20;
        let first = median(&mut full).seconds;
        let second = median(&mut again).seconds;
        println!(
            "| ({}) {} | {cells} | {floor:.2} s | {} | {} | {second:.2} s (1/{:.0}) | {memory} MiB |",
            plan.name,
            plan.what,
            beside(&mut check),
            beside(&mut full),
            first / second
        );
    }
}

fn median(taken: &mut [Taken]) -> Taken {
    taken.sort_by(|a, b| a.seconds.total_cmp(&b.seconds));
    taken[taken.len() / 2]
}
