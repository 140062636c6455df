//! Addresses in Chinese: regions, roads, estates, then houses, buildings, rooms; in simplified or traditional
//! characters, with or without spaces.

use crate::{
    Kind, Span,
    cue::{Cue, Cues},
    line::{Line, WALL, digit, has, is_han},
};

const PROVINCES: &str = "北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 \
    甘肃 青海 内蒙古 广西 西藏 宁夏 新疆 香港 澳门 台湾 台北 新北 桃园 台中 台南 高雄 九龙 新界";
/// Regions: they count, but a letter to a region reaches nobody.
const REGIONS: &str = "省 自治区 特别行政区 市 自治州 州 盟 地区 区 县 自治县 旗 镇 乡 街道";
const ROADS: &str = "路 街 大道 大街 道 胡同 巷 村 庄 屯 社区 公路 环路";
const ESTATES: &str = "小区 花园 花苑 家园 新村 新城 苑 园 园区 大厦 大楼 广场 公寓 中心 城 邨 府 湾 庭 阁 大学 学院 学校 中学 小学 医院 宿舍 楼 塔 学部 校区 院 市场 酒店 宾馆 \
    产业园 科技园 软件园 工业园 工业区 开发区 基地 写字楼 商场 国际 公馆 别墅 名都 御景";
/// Not roads, not regions, though they end as such.
const NOT_PLACES: &str = "知道 味道 报道 频道 渠道 通道 管道 轨道 赛道 跑道 一道 思路 线路 网路 电路 一路 铁路 半路 陆路 走路 超市 城市 上市 股市 \
    专区 景区 战区 地区 家乡 逛街 哪个区 这个区 高速公路 退路 后路 物流园 客服中心 购物中心 帮助中心 个人中心 服务中心 商城";
/// The name of a place does not go through these; the longer ones are looked for as they end.
const STOPS: &str = "在 是 到 寄 送 我 你 您 他 她 的 了 吗 呢 吧 给 把 请 往 跟 这 那 址 改 换 填 写 住 叫 啊 哦 嗯 麻烦 放到 放在 谢 帮 说 问 想 没 不 发到 发往 发去 \
    发给 发货 改成 换成 写成 填成 变成 改为 换为 变为 收货 可以 快递 能 还 也 怎 什 么 哪 有 个 件 单 就 买 后 去 系";
/// Longest name of one place, in characters.
const LONGEST: usize = 9;
/// From so many characters on a name is one, although it ends as another word: `科技南一路`, but not `一路`.
const NAMED: usize = 4;
/// Longest address, in characters.
const REACH: usize = 120;

/// What an address says so far.
#[derive(Default)]
struct Said {
    regions: usize,
    roads: usize,
    estates: usize,
    /// Numbers of houses: may also be days of the month.
    houses: usize,
    /// Buildings and entrances.
    buildings: usize,
    /// Floors and rooms.
    rooms: usize,
    /// The last suffix of a building, so that "一期二期" counts once.
    building: char,
}

impl Said {
    /// Whether somebody could be found by it.
    fn reaches(&self, called: bool) -> bool {
        let inside = self.buildings > 0 || self.rooms > 0;
        let placed = self.roads > 0 && (self.houses > 0 || inside);
        let housed = self.estates > 0 && (self.buildings > 0 || self.rooms > 0 && (called || self.regions > 0));
        let numbered = self.estates > 0 && self.houses > 0 && (called || self.regions > 1);
        let within = self.buildings > 1 || self.buildings > 0 && self.rooms > 0;
        let fine = self.regions + self.roads + self.estates >= 3 && self.roads + self.estates > 0;
        placed || housed || numbered || within || fine || self.regions > 1 && inside
    }

    fn numbers(&self) -> usize {
        self.houses + self.buildings + self.rooms
    }

    fn is_precise(&self) -> bool {
        self.numbers() > 0
    }
}

pub(crate) fn find(line: &mut Line, cues: &Cues, spans: &mut Vec<Span>) {
    let mut i = 0;
    while i < line.len() {
        if !begins(line, i) {
            i += 1;
            continue;
        }
        match address(line, cues, i) {
            (_, Some(end)) => {
                line.take(i, end, Kind::Address, spans);
                i = end;
            }
            // What begins later in the same chain says even less.
            (read, None) => i = read.max(i + 1),
        }
    }
}

/// Whether a place may be named from `i` on.
fn begins(line: &Line, i: usize) -> bool {
    let c = line.get(i);
    if !is_han(c) && !c.is_ascii_alphanumeric() || stops(line, i).is_some() {
        return false;
    }
    !is_han(line.before(i)) && !line.before(i).is_ascii_alphanumeric()
        || line.any(i, PROVINCES).is_some()
        || (1..=2).any(|back| i >= back && stops(line, i - back) == Some(i))
}

/// Where a word that no place is named by ends.
fn stops(line: &Line, i: usize) -> Option<usize> {
    line.any(i, STOPS)
}

/// How far the places that begin at `start` hang together, and where the address that they are ends.
fn address(line: &Line, cues: &Cues, start: usize) -> (usize, Option<usize>) {
    let called = cues.near(line, start) == Some(Cue::Place);
    let mut said = Said::default();
    let mut i = start;
    let mut end = None;
    while i - start < REACH {
        let begun = i > start;
        let next = if begun { line.run(i, |c| matches!(c, ' ' | ',' | '、' | '-' | '(' | ')' | '·')) } else { i };
        if next - i > 2 {
            break;
        }
        let (apart, numbers) = (next > i && said.is_precise(), said.numbers());
        let part = detail(line, next, &mut said)
            .or_else(|| if said.is_precise() && next - i < 2 { room(line, next, &mut said) } else { None })
            .or_else(|| place(line, next, &mut said));
        let Some(after) = part else { break };
        i = after;
        // A name behind a space counts only when a number follows it.
        if said.reaches(called) && !(apart && said.numbers() == numbers) {
            end = Some(i);
        }
    }
    (i, end)
}

/// A number and what it counts: `138号`, `3栋`, `A座`, `二单元`, `5楼之3`.
fn detail(line: &Line, i: usize, said: &mut Said) -> Option<usize> {
    const HOUSES: &str = "号 弄 巷 号院 组 队 段 社";
    const BUILDINGS: &str = "栋 幢 座 舍 斋 单元 号楼 公寓 期 号门 门 区";
    const ROOMS: &str = "室 楼 层 房 户 铺 号房 号室 号铺";
    let i = if matches!(line.get(i), '第' | '附') { i + 1 } else { i };
    let numeral = |c: char| digit(c).is_some() || matches!(c, '十' | '百' | '甲' | '乙' | '丙' | '丁');
    let mut after = line.run(i, |c| numeral(c) || c.is_ascii_lowercase() || c == '-');
    if after == i && has("东西南北", line.get(i)) && line.get(i) != WALL {
        after = i + 1;
    }
    if after == i || after - i > 10 {
        return None;
    }
    // "3-2-501", "3-501室"
    let dashes = (i..after).filter(|k| line.get(*k) == '-').count();
    let suffix = line.space(after);
    let (end, count) = if let Some(end) = line.any(suffix, BUILDINGS) {
        let last = line.get(suffix);
        if last != said.building || dashes > 0 {
            said.building = last;
            (end, &mut said.buildings)
        } else {
            return Some(end);
        }
    } else if let Some(end) = line.any(suffix, ROOMS) {
        (end, &mut said.rooms)
    } else if let Some(end) = line.any(suffix, HOUSES) {
        // "3号线", "38号鞋", "3号下午": not houses.
        if line.any(end, "线 鞋 色 字 电池 之前 以前 以后 之后 下午 上午 早上 晚上 前 后 发 到 开").is_some()
        {
            return None;
        }
        // "12號地下": the ground floor of it.
        let ground = line.any(end, "地下 地铺 地面层").unwrap_or(end);
        (ground, &mut said.houses)
    } else if dashes > 0 && said.estates + said.roads > 0 && !line.get(after).is_ascii_alphanumeric() {
        said.buildings += 1;
        return Some(after);
    } else {
        return None;
    };
    *count += 1;
    let more = line.run(end, |c| c == '之');
    Some(if more > end { line.run(more, numeral) } else { end })
}

/// The bare number of a room, after a building.
fn room(line: &Line, i: usize, said: &mut Said) -> Option<usize> {
    let end = line.run(i, |c| c.is_ascii_digit() || c == '-');
    let end = if line.get(end).is_ascii_lowercase() { end + 1 } else { end };
    let tight = !matches!(line.before(i), ' ' | ',');
    let shaped = (if tight { 2..=9 } else { 3..=5 }).contains(&(end - i)) && !line.get(end).is_ascii_alphanumeric();
    let amount = line.any(end, crate::secret::UNITS).is_some() || matches!(line.get(end), '.' | ':' | '/');
    let long = (i..end).all(|k| line.get(k).is_ascii_digit()) && end - i > 5;
    (shaped && !amount && !long).then(|| {
        said.rooms += 1;
        end
    })
}

fn suffixes(line: &Line, i: usize) -> [Option<usize>; 3] {
    [REGIONS, ROADS, ESTATES].map(|words| line.any(i, words))
}

/// Whether a number of a house stands there.
fn housed(line: &Line, i: usize) -> bool {
    line.any(line.run(i, |c| c.is_ascii_digit()), "号 弄").is_some()
}

/// A name and what it names: `浙江省`, `文三路`, `阳光花园`.
fn place(line: &Line, i: usize, said: &mut Said) -> Option<usize> {
    if let Some(end) = line.any(i, PROVINCES) {
        let suffix = line.any(end, "省 市 自治区 壮族自治区 回族自治区 维吾尔自治区 特别行政区 岛");
        // "上海路": the name of a road.
        if suffix.is_some() || line.any(end, ROADS).is_none() {
            said.regions += 1;
            return Some(suffix.unwrap_or(end));
        }
    }
    let mut p = i;
    while p - i <= LONGEST {
        let c = line.get(p);
        if p > i {
            let longest = suffixes(line, p);
            let end = longest.into_iter().flatten().max();
            // "学府街", "王庄村": a name that looks like a suffix before the true one.
            if let Some(end) = end.filter(|end| suffixes(line, *end).iter().all(Option::is_none)) {
                let plain = (0..4)
                    .any(|back| line.any((p + 1).saturating_sub(back), NOT_PLACES).is_some_and(|stop| stop == end));
                // "建国一路3号": what is numbered is a road, after all.
                let numbered =
                    digit(line.get(end)).is_some() && (said.regions > 0 || end - i >= NAMED && housed(line, end));
                if plain && !numbered {
                    return None;
                }
                match longest.into_iter().position(|found| found == Some(end)) {
                    Some(0) => said.regions += 1,
                    Some(1) => {
                        said.roads += 1;
                        // "德辅道中100号", "天府大道中段100号"
                        let side = usize::from(has("东西南北中", line.get(end)));
                        let stretch = side + usize::from(side > 0 && line.get(end + side) == '段');
                        return Some(if digit(line.get(end + stretch)).is_some() { end + stretch } else { end });
                    }
                    _ => said.estates += 1,
                }
                return Some(end);
            }
        }
        if digit(c).is_some_and(|_| c.is_ascii_digit()) {
            // "摩天360大厦"
            let after = line.run(p, |c| c.is_ascii_digit());
            if p > i
                && let Some(end) = line.any(after, "大厦 广场 公寓 中心 小区 空间")
            {
                said.estates += 1;
                return Some(end);
            }
            // A name without a suffix, such as 保利香槟, before its building.
            let mut ahead = Said { estates: 1, ..Said::default() };
            let named = p >= i + 2 && said.regions + said.roads > 0;
            let end = if named { detail(line, p, &mut ahead) } else { None };
            let far = ahead.houses > 0 && (said.roads > 0 || said.regions > 2);
            return end.filter(|_| ahead.buildings > 0 || far).map(|_| {
                said.estates += 1;
                p
            });
        }
        if !(is_han(c) || c.is_ascii_lowercase()) || stops(line, p).is_some() {
            return None;
        }
        p += 1;
    }
    None
}
