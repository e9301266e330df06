//! Sound strings: by length where there is no pattern, else by a small recipe for each pattern of the model.
//!
//! A recipe only proposes; `Shape` decides, so a wrong recipe shows itself at once.

use super::chance::Chance;
use super::model::{Kind, Shape};

/// Characters that need care somewhere: in escapes, in counting, in matching, in comparing.
const CHARACTERS: &[char] = &[
    'a',
    'b',
    'Z',
    '0',
    '9',
    '_',
    '-',
    '.',
    ' ',
    '/',
    '\\',
    '"',
    '\'',
    '<',
    '&',
    '~',
    '%',
    '\0',
    '\x08',
    '\x0c',
    '\n',
    '\r',
    '\t',
    '\x1f',
    '\x7f',
    '\u{85}',
    '\u{a0}',
    'é',
    'ß',
    '\u{301}',
    '\u{200d}',
    '漢',
    '\u{2028}',
    '\u{2029}',
    '\u{e000}',
    '\u{feff}',
    '\u{ff61}',
    '\u{fffd}',
    '😀',
    '𠀀',
    '𝒳',
    '\u{10ffff}',
];

const WORD: &str = "abcXYZ019_";
const NAME: &str = "abcXYZ019_-.";
const HEX: &str = "0123456789abcdef";
const DIGIT: &str = "0123456789";
const NO_ZERO: &str = "123456789";
const TAG: &str = "abcXYZ019_.:/=+-@ éß漢𠀀𝒳\u{a0}\u{2028}";
const TARGET: &str = "abcXYZ019_.:/=-@ é漢𠀀\u{3000}";
const ANY: &str = "abcXYZ 019_.:/=+-@\"\\\t\0\u{85}é\u{301}漢𠀀😀\u{10ffff}";

enum Piece {
    Is(&'static str),
    Run(&'static str, usize, usize),
}
use Piece::{Is, Run};

/// Ways to make a string that matches a pattern, found by the pattern's text.
fn recipes(pattern: &str) -> Option<Vec<Vec<Piece>>> {
    let uuid = || {
        vec![
            Run(HEX, 8, 8),
            Is("-"),
            Run(HEX, 4, 4),
            Is("-"),
            Run(HEX, 4, 4),
            Is("-"),
            Run(HEX, 4, 4),
            Is("-"),
            Run(HEX, 12, 12),
        ]
    };
    Some(match pattern {
        r"^(?!\s*$).+" => vec![vec![Run(ANY, 0, 5), Run(WORD, 1, 3), Run(ANY, 0, 9)]],
        r"^[a-zA-Z0-9_\-.]{3,128}$" => vec![vec![Run(NAME, 3, 12)], vec![Run(NAME, 128, 128)]],
        r"^[a-zA-Z0-9_\-.]{1,128}$" => vec![vec![Run(NAME, 1, 12)], vec![Run(NAME, 50, 50)]],
        r"^[a-zA-Z0-9_\-.:/]{3,128}$" => {
            vec![vec![Is("arn:aws:ssm:us-east-1:111122223333:document/"), Run(NAME, 1, 20)], vec![Run(NAME, 3, 9)]]
        }
        r"^([A-Za-z0-9_\-]\w+|Custom:[a-zA-Z0-9_\-]\w+)$" => vec![
            vec![Run("aB3_-", 1, 1), Run(WORD, 1, 12)],
            vec![Is("Custom:"), Run("aB3_-", 1, 1), Run(WORD, 1, 12)],
            vec![Is("Custom:"), Run(WORD, 93, 93)],
        ],
        r"^[\w\.\-\:\\/ ]*$" | r"^[\w\.\-\:\/ ]*$" => vec![vec![Run("abZ09_.-:/ ", 0, 20)]],
        r"([$]LATEST|[$]DEFAULT|^[1-9][0-9]*$)" => {
            vec![vec![Is("$LATEST")], vec![Is("$DEFAULT")], vec![Run(NO_ZERO, 1, 1), Run(DIGIT, 0, 6)]]
        }
        r"(^[1-9][0-9]*$)" => vec![vec![Run(NO_ZERO, 1, 1), Run(DIGIT, 0, 6)]],
        r"^((ou-[a-z0-9]{4,32}-[a-z0-9]{8,32})|(\d{12}))$" => {
            vec![vec![Is("ou-"), Run(HEX, 4, 32), Is("-"), Run(HEX, 8, 32)], vec![Run(DIGIT, 12, 12)]]
        }
        r"[\w+=,.@/-]+" => vec![vec![Run("abZ09_+=,.@/-", 1, 20)], vec![Run(WORD, 64, 64)]],
        r"[a-fA-F0-9]{8}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{12}"
        | r"[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}"
        | r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$" => vec![uuid()],
        r"[\w-]+" => vec![vec![Run("abZ09_-", 1, 20)], vec![Run("abZ09_-", 36, 36)]],
        r"[_.:\w-]+" => vec![vec![Run("abZ09_.:-", 1, 40)]],
        r"[^']+" => vec![vec![Run(WORD, 1, 16)], vec![Run(NAME, 1, 12), Is(" é😀")]],
        r"[A-Za-z0-9+/=%\-_]+" => vec![vec![Run("abZ09+/=%-_", 4, 30)]],
        r"^(?!\s)[\u4e00-\u9fa5\u00C0-\u00FFa-zA-Z0-9_\- ]+(?<!\s)$" => {
            vec![vec![Run(WORD, 1, 9), Run("aé漢 -_", 0, 9), Run("Z9é", 1, 1)]]
        }
        r"^((?!\s)(?!_sys_)[\p{L}\p{Z}\p{N}_.:=+\-@]*)(?<!\s)$" => {
            vec![vec![Run("abZé漢", 1, 9), Run("aé 9_.:=+-@", 0, 9), Run("Z9", 1, 1)]]
        }
        r"^([\p{L}\p{Z}\p{N}_.:\/=+\-@]*)$" => vec![vec![Run("aé 9_.:/=+-@", 0, 20)]],
        r"^((?!\s)(?!_sys_)[\p{L}\p{Z}\p{N}_.:+\-@]{1,128})(?<!\s)(=[\p{L}\p{Z}\p{N}_.:\/+\-@]{0,255})?$" => {
            vec![vec![Run("abZé漢", 1, 9)], vec![Run("abZ", 1, 9), Is("="), Run("aé 9_.:/+-@", 0, 20)]]
        }
        r"^aws:[a-zA-Z]{3,40}$" => vec![vec![Is("aws:"), Run("abXYz", 3, 40)]],
        r"([0-9]+)\.([0-9]+)" => vec![vec![Run(DIGIT, 1, 3), Is("."), Run(DIGIT, 1, 3)]],
        r"^[0-9]{1,6}(\.[0-9]{1,6}){2,3}$" => {
            vec![vec![Run(DIGIT, 1, 6), Is("."), Run(DIGIT, 1, 6), Is("."), Run(DIGIT, 1, 6)]]
        }
        r"(^i-(\w{8}|\w{17})$)|(^mi-\w{17}$)" => {
            vec![vec![Is("i-"), Run(WORD, 8, 8)], vec![Is("i-"), Run(WORD, 17, 17)], vec![Is("mi-"), Run(WORD, 17, 17)]]
        }
        r"^(20)[0-9][0-9]-(0[1-9]|1[012])-([12][0-9]|3[01]|0[1-9])(T)(2[0-3]|[0-1][0-9])(:[0-5][0-9])(:[0-5][0-9])(Z)$" =>
        {
            vec![vec![
                Is("20"),
                Run(DIGIT, 2, 2),
                Is("-0"),
                Run(NO_ZERO, 1, 1),
                Is("-1"),
                Run(DIGIT, 1, 1),
                Is("T1"),
                Run(DIGIT, 1, 1),
                Is(":5"),
                Run(DIGIT, 1, 1),
                Is(":0"),
                Run(DIGIT, 1, 1),
                Is("Z"),
            ]]
        }
        r"^([0-9]{1,6})(\.[0-9]{1,6})$" => vec![vec![Run(DIGIT, 1, 6), Is("."), Run(DIGIT, 1, 6)]],
        r"^(AWS|Custom):.*$" => vec![
            vec![Is("AWS:"), Run(WORD, 0, 12)],
            vec![Is("Custom:"), Run(ANY, 0, 12)],
            vec![Is("Custom:"), Run(ANY, 93, 93)],
        ],
        r"^([1-9][0-9]*|[1-9][0-9]%|[1-9]%|100%)$" => {
            vec![vec![Run(NO_ZERO, 1, 1), Run(DIGIT, 0, 6)], vec![Run(NO_ZERO, 1, 2), Is("%")], vec![Is("100%")]]
        }
        r"^([1-9][0-9]*|[0]|[1-9][0-9]%|[0-9]%|100%)$" => vec![
            vec![Run(NO_ZERO, 1, 1), Run(DIGIT, 0, 6)],
            vec![Is("0")],
            vec![Run(DIGIT, 1, 1), Is("%")],
            vec![Is("100%")],
        ],
        r"^[a-zA-Z0-9:_-]*$" => vec![vec![Run("abZ09:_-", 0, 20)]],
        r"^.{1,128}$" => vec![vec![Run(ANY, 1, 20)], vec![Run(ANY, 128, 128)]],
        r"^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$" => vec![vec![Run(TAG, 0, 20)], vec![Run(TAG, 128, 128)]],
        r"^[\p{L}\p{Z}\p{N}_.:/=\-@]*$|resource-groups:ResourceTypeFilters|resource-groups:Name" => vec![
            vec![Run(TARGET, 1, 20)],
            vec![Is("resource-groups:Name")],
            vec![Is("resource-groups:ResourceTypeFilters")],
        ],
        r"^https:\/\/[-a-zA-Z0-9@:%._\+~#=]{1,253}\.s3(\.[a-z\d-]{9,16})?\.amazonaws\.com\/.{1,2000}" => vec![
            vec![Is("https://"), Run(NAME, 1, 9), Is(".s3.amazonaws.com/"), Run(ANY, 1, 40)],
            vec![Is("https://bucket.s3."), Run(HEX, 9, 16), Is(".amazonaws.com/"), Run(ANY, 1, 2)],
        ],
        r"^\/[\w\.\-\:\/]*$" => vec![vec![Is("/AWS::EC2::Instance")], vec![Is("/"), Run("abZ09_.-:/", 0, 20)]],
        _ => return None,
    })
}

pub fn sound(shape: &Shape, chance: &mut Chance) -> String {
    if let Kind::Enum(values) = &shape.kind {
        return chance.pick(values).clone();
    }
    let least = shape.least.unwrap_or(0) as usize;
    let most = shape.most.map_or(usize::MAX, |most| most as usize);
    let Some(pattern) = &shape.pattern else { return of_length(chance, least, most) };
    let recipes = recipes(&pattern.source).unwrap_or_else(|| panic!("no recipe for the pattern {}", pattern.source));
    for _ in 0..1000 {
        let text: String = chance.pick(&recipes).iter().map(|piece| made(piece, chance)).collect();
        if (least..=most).contains(&text.chars().count()) && pattern.matches(&text) {
            return text;
        }
    }
    panic!("the recipe for the pattern {} makes nothing that matches", pattern.source)
}

fn made(piece: &Piece, chance: &mut Chance) -> String {
    match piece {
        Is(text) => (*text).to_owned(),
        Run(from, least, most) => {
            let from: Vec<char> = from.chars().collect();
            (0..chance.between(*least, *most)).map(|_| *chance.pick(&from)).collect()
        }
    }
}

/// Mostly short; at either bound often enough, the far one less so when it is far.
fn of_length(chance: &mut Chance, least: usize, most: usize) -> String {
    let many = match chance.below(12) {
        0 => least,
        1 if most <= 600 => most,
        2 if most <= 40_000 && chance.one_in(40) => most,
        _ => chance.between(least, least.saturating_add(9).min(most)),
    };
    characters(chance, many)
}

pub fn characters(chance: &mut Chance, many: usize) -> String {
    (0..many).map(|_| *chance.pick(CHARACTERS)).collect()
}

#[test]
fn every_pattern_has_a_recipe() {
    let model = super::model::Model::ssm();
    let mut chance = Chance::new(1);
    for shape in model.of_both_sides().values().filter(|shape| shape.pattern.is_some()) {
        for _ in 0..50 {
            sound(shape, &mut chance);
        }
    }
}
