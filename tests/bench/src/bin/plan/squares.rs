//! Square open shops as published (E. Taillard, Benchmarks for basic scheduling problems, 1993): minutes from
//! 1 to 99 and the order of the panels from two seeds of one series.

/// Size, and for each problem the seed of the minutes and the seed of the panels.
pub(crate) static SEEDS: &[(usize, &[(i64, i64)])] = &[
    (
        4,
        &[
            (1_166_510_396, 164_000_672),
            (1_624_514_147, 1_076_870_026),
            (1_116_611_914, 1_729_673_136),
            (410_579_806, 1_453_014_524),
            (1_036_100_146, 375_655_500),
        ],
    ),
    (
        7,
        &[
            (1_840_686_215, 1_827_454_623),
            (1_026_771_938, 1_312_166_461),
            (609_471_574, 670_843_185),
            (1_022_295_947, 398_226_875),
            (1_513_073_047, 1_250_759_651),
        ],
    ),
    (
        10,
        &[
            (1_344_106_948, 1_868_311_537),
            (425_990_073, 1_111_853_152),
            (666_128_954, 1_750_328_066),
            (442_723_456, 1_369_177_184),
            (2_033_800_800, 1_344_077_538),
        ],
    ),
    (
        15,
        &[
            (1_561_423_441, 1_787_167_667),
            (204_120_997, 213_027_331),
            (801_158_374, 1_812_110_433),
            (1_502_847_623, 1_527_847_153),
            (282_791_231, 1_855_451_778),
            (1_130_361_878, 849_417_380),
            (379_464_508, 944_419_714),
            (1_760_142_791, 1_955_448_160),
            (1_993_140_927, 179_408_412),
            (1_678_386_613, 1_567_160_817),
        ],
    ),
    (
        20,
        &[
            (957_638, 9_237_185),
            (162_587_311, 1_489_531_109),
            (965_299_017, 1_054_695_706),
            (1_158_457_671, 1_499_999_517),
            (1_191_143_707, 1_530_757_746),
            (1_826_671_743, 901_609_771),
            (1_591_533_998, 1_146_547_719),
            (937_297_777, 92_726_463),
            (687_896_268, 1_731_298_717),
            (687_034_842, 684_013_066),
        ],
    ),
];

/// The series x → 16807 x mod 2³¹ − 1.
struct Series(i64);

impl Series {
    /// A number from `least` to `most`.
    fn next(&mut self, least: i64, most: i64) -> i64 {
        let whole = self.0 / 127_773;
        self.0 = 16_807 * (self.0 % 127_773) - whole * 2_836;
        if self.0 < 0 {
            self.0 += 2_147_483_647;
        }
        least + self.0 * (most - least + 1) / 2_147_483_647
    }
}

/// Minutes by job and panel.
pub(crate) fn minutes(size: usize, times_seed: i64, panels_seed: i64) -> Vec<Vec<u32>> {
    let mut times = Series(times_seed);
    let drawn: Vec<Vec<u32>> = (0..size)
        .map(|_| (0..size).map(|_| u32::try_from(times.next(1, 99)).unwrap_or(1)).collect())
        .collect();
    let mut panels = Series(panels_seed);
    let last = i64::try_from(size).unwrap_or(1) - 1;
    drawn
        .into_iter()
        .map(|row| {
            let mut order: Vec<usize> = (0..size).collect();
            for place in 0..size {
                let from = i64::try_from(place).unwrap_or(0);
                let other = usize::try_from(panels.next(from, last)).unwrap_or(place);
                order.swap(place, other);
            }
            let mut sorted = vec![0; size];
            for (panel, minutes) in order.into_iter().zip(row) {
                sorted[panel] = minutes;
            }
            sorted
        })
        .collect()
}
