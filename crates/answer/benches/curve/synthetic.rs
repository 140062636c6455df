//! Knowledge of any size, from the sample shops: each of their entries for each of many products. The last phrasing of
//! an entry is kept out and asked.

use pack::{Draft, Entry};
use std::path::Path;

const KINDS: [[&str; 2]; 30] = [
    ["羽绒服", "down jacket"],
    ["连衣裙", "dress"],
    ["运动鞋", "sneakers"],
    ["电饭煲", "rice cooker"],
    ["吸尘器", "vacuum cleaner"],
    ["面霜", "face cream"],
    ["坚果", "nuts"],
    ["茶叶", "tea"],
    ["台灯", "desk lamp"],
    ["背包", "backpack"],
    ["床单", "sheets"],
    ["枕头", "pillow"],
    ["手表", "watch"],
    ["耳机", "headphones"],
    ["键盘", "keyboard"],
    ["雨伞", "umbrella"],
    ["水壶", "kettle"],
    ["帐篷", "tent"],
    ["拼图", "puzzle"],
    ["奶粉", "milk powder"],
    ["猫粮", "cat food"],
    ["花盆", "flower pot"],
    ["沙发", "sofa"],
    ["窗帘", "curtains"],
    ["围巾", "scarf"],
    ["皮带", "belt"],
    ["剃须刀", "razor"],
    ["牙刷", "toothbrush"],
    ["冰箱", "fridge"],
    ["自行车", "bicycle"],
];
const STYLES: [[&str; 2]; 30] = [
    ["", ""],
    ["红色", "red"],
    ["蓝色", "blue"],
    ["黑色", "black"],
    ["白色", "white"],
    ["绿色", "green"],
    ["儿童", "kids"],
    ["男款", "mens"],
    ["女款", "womens"],
    ["老人", "senior"],
    ["迷你", "mini"],
    ["加大", "extra large"],
    ["折叠", "folding"],
    ["便携", "portable"],
    ["复古", "vintage"],
    ["轻薄", "light"],
    ["加厚", "thick"],
    ["防水", "waterproof"],
    ["进口", "imported"],
    ["有机", "organic"],
    ["定制", "custom"],
    ["限量", "limited"],
    ["二手", "used"],
    ["豪华", "deluxe"],
    ["静音", "silent"],
    ["智能", "smart"],
    ["纯棉", "cotton"],
    ["木质", "wooden"],
    ["玻璃", "glass"],
    ["金属", "metal"],
];

/// A question whose entry is known.
pub struct Asked {
    /// The question.
    pub text: String,
    /// Position of the entry.
    pub entry: usize,
}

/// About as many entries as wanted, and a question for each that can spare a phrasing.
pub fn knowledge(wanted: usize) -> (Draft, Vec<Asked>) {
    let shops: Vec<Draft> = ["zh", "en"].into_iter().filter_map(shop).collect();
    let (mut draft, mut asked) = (Draft::default(), Vec::new());
    for product in 0.. {
        let style = STYLES[product / KINDS.len() % STYLES.len()];
        let kind = KINDS[product % KINDS.len()];
        let model = match product / (KINDS.len() * STYLES.len()) {
            0 => String::new(),
            more => format!(" {more}"),
        };
        for (language, shop) in shops.iter().enumerate() {
            let blank = if language == 0 { "" } else { " " };
            let name =
                [style[language], kind[language]].join(if style[language].is_empty() { "" } else { blank }) + &model;
            let say = |text: &str| format!("{name}{blank}{text}");
            for (entry, phrasings) in shop.knowledge.entries.iter().zip(&shop.phrasings) {
                let at = draft.knowledge.entries.len();
                if at == wanted {
                    return (draft, asked);
                }
                let mut phrasings: Vec<String> = phrasings.iter().map(|text| say(text)).collect();
                if phrasings.len() > 1 {
                    asked.extend(phrasings.pop().map(|text| Asked { text, entry: at }));
                }
                phrasings.truncate(4);
                let (id, question) = (format!("{}-{product}", entry.id), say(&entry.question));
                draft.knowledge.entries.push(Entry { id, question, ..Entry::default() });
                draft.phrasings.push(phrasings);
            }
        }
    }
    (draft, asked)
}

fn shop(language: &str) -> Option<Draft> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge").join(language);
    faq::read(&folder, 20_000, None).draft
}
