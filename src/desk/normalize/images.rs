//! The article's pictures: absolute addresses, each picture once, in whatever sizes, crops and formats the page names it.

use url::Url;

use super::super::extract::{PICTURE_ENDINGS, Picture};
use super::{DESCRIPTION_CHARS_MAX, IMAGES_MAX, Image, text, urls};

/// How many letters and digits a file's name has that no other picture of an article has, [`SHARED_WORDS`] left out. Set by
/// hand: names such as `image-1` are shared; `a_name_that_many_files_have_tells_no_picture` moves with it.
const NAME_CHARS_MIN: usize = 8;

/// Words of names that many files have, in lower case.
const SHARED_WORDS: &[&str] = &[
    "bild",
    "download",
    "foto",
    "image",
    "img",
    "photo",
    "pic",
    "picture",
    "screenshot",
    "slide",
    "thumb",
    "thumbnail",
    "unnamed",
];

/// The most endings that are taken off a file's name. Set by hand: `x-768x512.jpeg.webp` has three; no test moves with it.
const ENDINGS_MAX: usize = 6;

/// How long a width or height in an address is, in digits, and the least number that is one. Smaller ones count the pictures
/// of a story. Set by hand; `a_picture_is_known_by_its_name` moves with them.
const SIDE_DIGITS: std::ops::RangeInclusive<usize> = 1..=4;
const SIDE_MIN: u16 = 100;

/// The digits of the moment that an editor puts behind a changed picture's name (`x-e1644023360555`), and of the hash behind
/// the name of one that was scaled on the server (`csm_x_a395f41217`): as many as those systems write.
/// `a_picture_is_known_by_its_name` moves with both.
const MOMENT_DIGITS_MIN: usize = 10;
const HASH_DIGITS: usize = 10;

/// Names for sizes and crops, in lower case.
const SIZES: &[&str] = &[
    "full",
    "landscape",
    "large",
    "master",
    "medium",
    "original",
    "portrait",
    "small",
    "square",
    "thumb",
    "thumbnail",
    "webp",
    "wide",
];

/// File names that stand for whatever their folder holds, and a folder that holds nothing but sizes, in lower case.
const PLAIN_NAMES: &[&str] = &["image", "rawimage"];
const SIZES_FOLDER: &str = "alternates";

/// Parameters that choose a picture's size, quality or format, in lower case.
#[rustfmt::skip]
const SIZE_KEYS: &[&str] = &[
    "__blob", "auto", "class", "crop", "dpr", "fit", "format", "fp-x", "fp-y", "fp-z", "itok", "ixid", "ixlib", "q", "quality", "rect", "resize", "ssl", "strip",
];

/// Names of parameters that are a side, and what may stand in front of them, in lower case: `ExactW`, `max-width`.
const SIDE_KEYS: &[&str] = &["h", "height", "w", "width"];
const SIDE_FRONTS: &[&str] = &["exact", "max", "min"];

/// Parameters that say which version of a picture's file is meant, in lower case, and how long the moment is at least that stands in
/// one: a shorter number may count pictures. `a_picture_is_listed_once_whatever_its_address_says_of_its_file` moves with it.
const VERSION_KEYS: &[&str] = &["_", "t", "ts", "v", "version"];
const VERSION_DIGITS_MIN: usize = 10;

/// The parameter beside which one content system counts the versions of a file: `?__blob=wide&v=2`.
const RENDITION_KEY: &str = "__blob=";

/// The folder of what was uploaded to one content system: copies of it on other hosts have the same path behind it.
const UPLOADS_FOLDER: &str = "/wp-content/uploads/";

/// What two content systems put into the names of scaled files: a number behind the ending (`x.jpg_1041742986.jpg`), with at least so
/// many digits, and the name of the variant behind a sign (`x_v-contentxl.jpg`). The test above moves with the first.
const SCALED_DIGITS_MIN: usize = 6;
const VARIANT_SIGN: &str = "_v-";

/// How a folder is called that holds a picture as it is, among those that hold its crops (`16x9-938-528`, `uncropped-0-0`); how many digits
/// the hash of a crop has in the folder below, which may lack a zero; and how many letters the folder below that. As one content system
/// writes them; the test above moves with all.
const UNCROPPED: &str = "uncropped";
const CROP_HASH_DIGITS: std::ops::RangeInclusive<usize> = 31..=32;
const CROP_LETTERS: usize = 2;

/// The parameter that signs such a choice, and how long a signature is at least, in digits: a shorter one is a number. Set by hand;
/// `a_picture_is_known_by_its_name` moves with it.
const SIGNING_KEY: &str = "s";
const SIGNATURE_DIGITS_MIN: usize = 16;

/// Parameters in which a service is told the address of the picture that it scales, in lower case.
const SOURCE_KEYS: &[&str] = &["image", "src", "url"];

/// How many digits of a name make it a number that no other picture has (RFC 9562, section 4), and the hash that a content system
/// puts behind the name of a picture that it scaled (`x-41776.jpg` in SPIP's folder `L653xH368`). `a_picture_is_known_by_its_name` moves with both.
const UNIQUE_DIGITS: usize = 32;
const SCALED_HASH_DIGITS: usize = 5;

/// How long a caption is at most that is compared with its file's name, in bytes. Set by hand: names are shorter; no test moves with it.
const NAME_BYTES_MAX: usize = 200;

/// Pictures with absolute addresses, each under the first of its addresses; a later caption fills in for a missing one.
pub(super) fn images(base: &Url, pictures: &[Picture]) -> Vec<Image> {
    let mut images: Vec<Image> = Vec::new();
    let mut keys: Vec<String> = Vec::new();
    for picture in pictures {
        let Some(url) = urls::absolute(base, &picture.url) else { continue };
        let caption = picture.caption.as_deref().map(text::line).filter(|caption| !caption.is_empty());
        let caption = caption.as_deref().map(opened).filter(|caption| !is_file_name(caption, &url));
        let caption = caption.map(|caption| text::capped(caption.to_owned(), DESCRIPTION_CHARS_MAX));
        let key = key(source(&url).as_ref().unwrap_or(&url));
        let known = keys.iter().position(|known| *known == key);
        if let Some(image) = known.and_then(|at| images.get_mut(at)) {
            image.caption = image.caption.take().or(caption);
        } else if images.len() < IMAGES_MAX {
            images.push(Image { url: url.to_string(), caption });
            keys.push(key);
        }
    }
    images
}

/// A caption without the sign that parted it from a label before it: `: The old bridge`.
fn opened(caption: &str) -> &str {
    caption.strip_prefix([':', '.', ',', ';']).filter(|rest| rest.starts_with(' ')).map_or(caption, str::trim_start)
}

/// Whether a caption is the name of the picture's file, which content systems fill in where nobody has written one: with a figure or a
/// sign in it, or no capital. Else it may be what an editor called the file for: a person, a place.
fn is_file_name(caption: &str, url: &Url) -> bool {
    let is_spelt = caption.contains(char::is_uppercase) && !caption.contains(|c: char| c.is_ascii_digit() || c == '_');
    if is_spelt || caption.len() > NAME_BYTES_MAX {
        return false;
    }
    let letters =
        |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
    let file = url.path().rsplit('/').next().unwrap_or_default();
    let file = url::form_urlencoded::parse(file.as_bytes()).next().map(|(name, _)| name).unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(&*file, |(stem, _)| stem);
    let said = letters(caption);
    [&*file, stem, bare(&file).0].iter().any(|name| letters(name) == said)
}

/// The picture that a service scales, where its address stands in a parameter.
fn source(url: &Url) -> Option<Url> {
    let named = url.query_pairs().find(|(key, _)| is_one_of(key, SOURCE_KEYS));
    named.filter(|(_, value)| value.starts_with("http")).and_then(|(_, value)| Url::parse(&value).ok())
}

/// What the addresses of one picture have in common: its file's name where that tells it from others, else all of the
/// address but what chooses a size.
fn key(url: &Url) -> String {
    // Behind a service's own part may stand the address of the picture that it scales.
    let path = url.path();
    let inner = path.rsplit_once("://").map(|(_, inner)| inner);
    let mut segments = inner.unwrap_or(path).rsplit('/');
    let (name, ending) = bare(segments.next().unwrap_or_default());
    let folder = segments.clone().next().unwrap_or_default();
    let in_sizes = is_one_of(folder, &[SIZES_FOLDER]);
    let name = if is_scaled(folder) { unhashed(name) } else { name };
    let query = query(url);
    let with_query =
        |name: &str| if query.is_empty() || is_unique(name) { name.to_owned() } else { format!("{name}?{query}") };
    if is_size(name, in_sizes) || is_one_of(name, PLAIN_NAMES) {
        let folder = segments.find(|segment| !is_one_of(segment, &[SIZES_FOLDER]));
        let folder = folder.map(|folder| bare(folder).0).unwrap_or_default();
        if is_telling(folder) && folder.bytes().any(|byte| byte.is_ascii_digit()) {
            return with_query(folder);
        }
    } else if is_telling(name) {
        return with_query(name);
    }
    let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
    let folders = inner.map_or(folders, |inner| inner.rsplit_once('/').map_or("", |(folders, _)| folders));
    let uploads = folders.find(UPLOADS_FOLDER).and_then(|at| folders.get(at..));
    // Such a service's path may begin with the picture's host as well.
    let folders = uploads.unwrap_or(folders).trim_start_matches('/');
    let is_whole =
        inner.is_some() || uploads.is_some() || folders.split_once('/').is_some_and(|(first, _)| first.contains('.'));
    let host = if is_whole { "" } else { url.host_str().unwrap_or_default() };
    let sep = if is_whole { "" } else { "/" };
    let host = host.strip_prefix("www.").unwrap_or(host);
    // A name that is no more than a size stands for what its folder holds, and a folder that is one for nothing.
    let name = if is_size(name, in_sizes) { "" } else { name };
    format!("{host}{sep}{}/{name}.{}?{query}", uncropped(folders), ending.unwrap_or_default())
}

/// Folders without those that are no more than a size or a crop.
fn uncropped(folders: &str) -> String {
    let is_hash =
        |folder: &str| CROP_HASH_DIGITS.contains(&folder.len()) && folder.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_spread =
        |folder: &str| folder.len() == CROP_LETTERS && folder.bytes().all(|byte| byte.is_ascii_alphabetic());
    let mut in_crop = false;
    let is_kept = |folder: &&str| {
        in_crop = is_crop(folder) || in_crop && (is_hash(folder) || is_spread(folder));
        !in_crop && !is_frame(folder)
    };
    folders.split('/').filter(is_kept).collect::<Vec<_>>().join("/")
}

/// Whether a folder holds one crop of a picture: `16x9-938-528`, `large1x1-20-20`, `uncropped-0-0`.
fn is_crop(folder: &str) -> bool {
    let mut parts = folder.rsplitn(3, '-');
    let is_placed = parts.next().is_some_and(is_number) && parts.next().is_some_and(is_number);
    let is_ratio = |shape: &str| {
        let sides = shape.trim_start_matches(|c: char| c.is_ascii_alphabetic()).split_once('x');
        sides.is_some_and(|(width, height)| is_number(width) && is_number(height))
    };
    is_placed && parts.next().is_some_and(|shape| shape == UNCROPPED || is_ratio(shape))
}

/// Whether a name holds a number that no other picture has.
fn is_unique(name: &str) -> bool {
    let is_digit = |byte: u8| byte.is_ascii_hexdigit() || byte == b'-';
    name.bytes().filter(u8::is_ascii_hexdigit).count() >= UNIQUE_DIGITS && name.bytes().all(is_digit)
}

/// Whether a folder holds pictures that were scaled to one size: `L653xH368`.
fn is_scaled(folder: &str) -> bool {
    let sides = folder.strip_prefix('L').and_then(|rest| rest.split_once("xH"));
    sides.is_some_and(|(width, height)| is_number(width) && is_number(height))
}

/// A name without the hash at its end.
fn unhashed(name: &str) -> &str {
    let is_hash = |hash: &str| hash.len() == SCALED_HASH_DIGITS && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    name.rsplit_once('-').filter(|(_, hash)| is_hash(hash)).map_or(name, |(front, _)| front)
}

/// Whether a file's name tells its picture from others.
fn is_telling(name: &str) -> bool {
    let words = name.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !is_one_of(word, SHARED_WORDS));
    let digits = name.bytes().filter(u8::is_ascii_digit).count();
    words.map(str::len).sum::<usize>() + digits >= NAME_CHARS_MIN && (digits > 0 || name.contains('-'))
}

/// The parameters that don't choose a size.
fn query(url: &Url) -> String {
    let pairs = url.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
    // Behind a file a number alone is a version's; a program may be asked for a picture by it.
    let is_rendition = url.query().is_some_and(|query| query.contains(RENDITION_KEY));
    let is_file = url.path().rsplit_once('.').is_some_and(|(_, end)| is_one_of(end, PICTURE_ENDINGS));
    let is_kept = |pair: &&str| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let is_signed = key == SIGNING_KEY
            && value.len() >= SIGNATURE_DIGITS_MIN
            && value.bytes().all(|byte| byte.is_ascii_hexdigit());
        let is_moment = || is_one_of(key, VERSION_KEYS) && value.len() >= VERSION_DIGITS_MIN && is_number(value);
        let is_version = is_file && (is_number(pair) || is_moment()) || is_rendition && is_one_of(key, VERSION_KEYS);
        !is_one_of(key, SIZE_KEYS) && !is_side_key(key) && !is_signed && !is_version
    };
    pairs.filter(is_kept).collect::<Vec<_>>().join("&")
}

/// Whether a parameter is a picture's width or height: `w`, `ExactH`, `max_width`.
fn is_side_key(key: &str) -> bool {
    let lower = key.to_ascii_lowercase();
    let behind = SIDE_FRONTS.iter().find_map(|front| lower.strip_prefix(front)).unwrap_or(&lower);
    SIDE_KEYS.contains(&behind.strip_prefix(['-', '_']).unwrap_or(behind))
}

/// A file's name without what tells its format and size, and the ending of the picture that it was made of.
fn bare(file: &str) -> (&str, Option<&str>) {
    let (mut name, mut ending) = (file, None);
    for _ in 0..ENDINGS_MAX {
        let parts = name.rsplit_once('.').filter(|(front, end)| !front.is_empty() && is_one_of(end, PICTURE_ENDINGS));
        let shorter = parts.map(|(front, _)| front).or_else(|| unsized_name(name));
        let Some(shorter) = shorter else { break };
        ending = parts.map(|(_, end)| end).or(ending);
        name = shorter;
    }
    let scaled = name.strip_prefix("csm_").and_then(|rest| rest.rsplit_once('_'));
    let is_hash = |hash: &str| hash.len() == HASH_DIGITS && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    (scaled.filter(|(_, hash)| is_hash(hash)).map_or(name, |(front, _)| front), ending)
}

/// A name without the size or the moment of a change at its end.
fn unsized_name(name: &str) -> Option<&str> {
    let variant = name.rsplit_once(VARIANT_SIGN).filter(|(front, variant)| {
        front.ends_with(|c: char| c.is_ascii_digit())
            && variant.starts_with(|c: char| c.is_ascii_lowercase())
            && !variant.contains(['-', '.'])
    });
    if let Some((front, _)) = variant {
        return Some(front);
    }
    let (front, end) = name.rsplit_once(['-', '_']).filter(|(front, _)| !front.is_empty())?;
    let is_moment = end.strip_prefix('e').is_some_and(|rest| rest.len() >= MOMENT_DIGITS_MIN && is_number(rest));
    let is_format = end.strip_prefix("format").is_some_and(is_number);
    let is_picture = || front.rsplit_once('.').is_some_and(|(_, ending)| is_one_of(ending, PICTURE_ENDINGS));
    let is_scaled = end == "scaled" || end.len() >= SCALED_DIGITS_MIN && is_number(end) && is_picture();
    (is_moment || is_format || is_frame(end) || is_scaled).then_some(front)
}

/// Whether a word is a width and a height: `1200x630`.
fn is_frame(word: &str) -> bool {
    word.split_once('x').is_some_and(|(width, height)| {
        [width, height].iter().all(|side| side.len() > 1 && SIDE_DIGITS.contains(&side.len()) && is_number(side))
    })
}

/// Whether a word is a width or a height alone.
fn is_side(word: &str) -> bool {
    SIDE_DIGITS.contains(&word.len()) && word.parse().is_ok_and(|side: u16| side >= SIDE_MIN)
}

fn is_number(digits: &str) -> bool {
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a segment of a path is no more than a size: `SQUARE_1280`, `480x282`, `large`. A number alone is one only in a
/// folder of sizes: cameras count their pictures.
fn is_size(segment: &str, in_sizes: bool) -> bool {
    let is_wide = |word: &str| word.split_once('x').is_some_and(|(width, _)| is_side(width));
    let is_named = |word: &str| is_wide(word) || is_one_of(word, SIZES);
    let mut words = segment.split(['-', '_']).filter(|word| !word.is_empty());
    let is_sure = words.clone().any(|word| is_named(word) || in_sizes);
    is_sure && words.all(|word| is_named(word) || is_side(word))
}

fn is_one_of(word: &str, list: &[&str]) -> bool {
    list.iter().any(|known| known.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn urls(pictures: &[&str]) -> Vec<String> {
        let base = Url::parse("https://www.post.example/city/old-bridge").unwrap();
        let pictures: Vec<_> = pictures.iter().map(|url| Picture { url: (*url).to_owned(), caption: None }).collect();
        images(&base, &pictures).into_iter().map(|image| image.url).collect()
    }

    #[test]
    fn a_picture_is_known_by_its_name() {
        let check = |one: &str, other: &str, same: bool| {
            assert_eq!(urls(&[one, other]).len() == 1, same, "{one} {other}");
        };
        check("/a_1x1/old-bridge.jpg", "/a_16x9/old-bridge.jpg", true);
        check("/old-bridge.jpg", "/old-bridge-696x277.jpg", true);
        check("/old-bridge-scaled.jpg", "/old-bridge-1024x683.jpg.webp", true);
        check("/old-bridge-e1644023360555.jpg", "/old-bridge-e1644023360555-300x300.jpg?w=300", true);
        check("/resizer/QZ3/480x282/top/KVHT5XQW2.png", "/resizer/PM8/1200x0/top/KVHT5XQW2.png", true);
        check("/img/bridge-6czyuf/alternates/SQUARE_1280", "/img/bridge-6czyuf/alternates/WIDE_640", true);
        check("/img/bridge-6czyuf/large.jpg", "/img/bridge-6czyuf/960x0.jpg", true);
        check("/csm_bridge-by-night_a395f41217.jpg", "/csm_bridge-by-night_93268333ee.jpg", true);
        check("/old-bridge?w=300&id=1", "/old-bridge?id=1&width=600", true);
        check("/old-bridge?id=1", "/old-bridge?id=2", false);
        check("/old-bridge.jpg", "/old-bridge-2.jpg", false);
        check("/story-20230606/9.jpg", "/story-20230606/10.jpg", false);
        check("/img/bridge-6czyuf/alternates/1280.jpg", "/img/bridge-6czyuf/alternates/640.jpg", true);
        check("/media/festival-2024/1012.jpg", "/media/festival-2024/1015.jpg", false);
        check("/sizes/large/old-bridge-2024.jpg?itok=Qx1", "/sizes/small/old-bridge-2024.jpg?itok=Zr7", true);
        check("/old-bridge-2024.jpg?id=1", "/old-bridge-2024.jpg?id=2", false);
        check("/25784512/4-format530.jpg", "/25784512/4-format3003.jpg", true);
        check("/25784512/4-format530.jpg", "/25784513/4-format530.jpg", false);
        check("/570x380/311/311510.jpg", "/630x373/311/311510.jpg", true);
        check("/570x380/311/311510.jpg", "/570x380/311/311511.jpg", false);
        check("/media/2010/1200x600.jpg", "/media/2010/200x200.jpg", true);
        check("/media/2010/1200x600.jpg", "/media/2011/1200x600.jpg", false);
        check("/220_old-bridge-117.jpg", "/221_old-bridge-117.jpg", false);
        check("/IMG/bridge16445.jpg", "/local/cache/L653xH368/bridge16445-41776.jpg", true);
        check("/IMG/bridge16445.jpg", "/IMG/bridge16445-41776.jpg", false);
        let signed = "/bridge-2024.jpg?s=0123456789abcde";
        check(&format!("{signed}0"), "/bridge-2024.jpg?rect=0,0,5,5&s=0123456789abcdef", true);
        check(signed, "/bridge-2024.jpg?s=0123456789abcdf", false);
        check("/picture-2024.php?s=301", "/picture-2024.php?s=302", false);
        let scaled = "/dims/a1/?url=https%3A%2F%2Fpost.example%2Fa%2F";
        check(&format!("{scaled}1.jpg"), "/dims/b2/?url=https%3A%2F%2Fpost.example%2Fa%2F1.jpg", true);
        check(&format!("{scaled}1.jpg"), "/dims/b2/?url=https%3A%2F%2Fpost.example%2Fa%2F2.jpg", false);
        let unique = "/1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed";
        check(&format!("{unique}.jpg?quick=1"), &format!("{unique}.jpg?source=feed"), true);
    }

    #[test]
    fn a_picture_is_listed_once_whatever_its_address_says_of_its_file() {
        let check = |one: &str, other: &str, same: bool| {
            assert_eq!(urls(&[one, other]).len() == 1, same, "{one} {other}");
        };
        check("/old-bridge-2024.jpg", "/old-bridge-2024.jpg?1700000000", true);
        check("/old-bridge-2024.jpg?v=1700000000", "/old-bridge-2024.jpg?_=1700000001", true);
        check("/old-bridge-2024.jpg?v=170000000", "/old-bridge-2024.jpg?v=170000001", false);
        check("/picture-2024.php?17", "/picture-2024.php?18", false);
        check("/old-bridge?id=1&ExactW=900&ExactH=675", "/old-bridge?id=1&max-width=300&h=9", true);
        check("/old-bridge?id=1&exactly=2", "/old-bridge?id=1&exactly=3", false);
        check("/old-bridge-2024.jpg?__blob=wide&v=2", "/old-bridge-2024.jpg?__blob=portrait&v=3", true);
        check("/old-bridge-2024.jpg?blob=wide&v=2", "/old-bridge-2024.jpg?blob=wide&v=3", false);
        let upload = "wp-content/uploads/2024/05/bridge";
        check(&format!("/{upload}.jpg"), &format!("https://cdn.example/x/{upload}-1210x642.jpg"), true);
        check(&format!("/{upload}.jpg"), "https://cdn.example/x/wp-content/uploads/2024/06/bridge.jpg", false);
        let scaled = |size: &str, upload: &str| {
            format!("https://scale.example/{size}/q:90/https://a.example/wp-content/uploads/{upload}")
        };
        check(&scaled("w:1200", "2024/05/img-1.jpg"), &scaled("w:300", "2024/05/img-1.jpg"), true);
        check(&scaled("w:1200", "2024/05/img-1.jpg"), "https://a.example/wp-content/uploads/2024/05/img-1.jpg", true);
        check(&scaled("w:1200", "2024/05/img-1.jpg"), &scaled("w:1200", "2023/01/img-1.jpg"), false);
        check("/a/bridge.jpg_1041742986.jpg", "/a/bridge.jpg_94526.jpg", false);
        check("/a/bridge.jpg_1041742986.jpg", "/a/bridge.jpg_945262.jpg", true);
        check("/a/bridge_945262.jpg", "/a/bridge_945263.jpg", false);
        check("/a/bridge100_v-contentxl.jpg", "/a/bridge100_v-portraitl.jpg", true);
        check("/a/bridge100_v-contentxl.jpg", "/a/bridge101_v-contentxl.jpg", false);
        check("/a/england_v-france.jpg", "/a/england_v-spain.jpg", false);
        let hash = "0123456789abcdef0123456789abcde";
        let (wide, whole) = (format!("/1097/16x9-938-528/{hash}"), format!("/1097/uncropped-0-0/{hash}f"));
        check(&format!("{wide}/JK/bridge.jpg"), &format!("{whole}/Xw/bridge.jpg"), true);
        check(&format!("/1097/large1x1-20-20/{hash}/JK/bridge.jpg"), &format!("{whole}/Xw/bridge.jpg"), true);
        check(&format!("{wide}/JKL/bridge.jpg"), &format!("{wide}/JKM/bridge.jpg"), false);
        check(&format!("{wide}/JK/bridge.jpg"), &format!("{wide}0f/JK/bridge.jpg"), false);
        let short = wide.trim_end_matches('e');
        check(&format!("{short}/JK/bridge.jpg"), &format!("{whole}/Xw/bridge.jpg"), false);
        check(&format!("{wide}/JK/bridge.jpg"), &format!("/1098/16x9-938-528/{hash}/JK/bridge.jpg"), false);
    }

    #[test]
    fn a_caption_is_no_files_name() {
        let check = |caption: &str, expected: Option<&str>| {
            let base = Url::parse("https://www.post.example/city/old-bridge").unwrap();
            let picture =
                Picture { url: "/a/Old_bridge-2024-300x200.jpg".to_owned(), caption: Some(caption.to_owned()) };
            let found = images(&base, &[picture]);
            assert_eq!(found.first().unwrap().caption.as_deref(), expected, "{caption}");
        };
        check("Old bridge 2024", None);
        check("old_bridge-2024-300x200.JPG", None);
        check("The old bridge", Some("The old bridge"));
        check("Old bridge", Some("Old bridge"));
        check(": The old bridge", Some("The old bridge"));
        check("…: the bridge", Some("…: the bridge"));
        check("...and then it fell", Some("...and then it fell"));
    }

    #[test]
    fn a_name_that_many_files_have_tells_no_picture() {
        let check = |one: &str, other: &str, same: bool| {
            assert_eq!(urls(&[one, other]).len() == 1, same, "{one} {other}");
        };
        check("/2024/05/image-1.jpg", "/2024/06/image-1.jpg", false);
        check("/2024/05/original.jpg", "/2024/06/original.jpg", false);
        check("/a/image.jpg", "/a/image.png", false);
        check("/a/bridge.jpg", "http://www.post.example/a/bridge-1024x650.jpg?w=640", true);
        check("/a/bridge.jpg", "https://i0.proxy.example/post.example/a/bridge.jpg?fit=1024&ssl=1", true);
        check("/a/bridge.jpg", "https://proxy.example/300/https://post.example/a/bridge.jpg", true);
        check("/show?id=1", "/show?id=2", false);
        check("/a/image-01.jpg", "/b/image-01.jpg", false);
        check("/a/image0001.jpg", "/b/image0001.jpg", false);
        check("/a/screenshot-1.jpg", "/b/screenshot-1.jpg", false);
        check("/a/photo-bridge-1.jpg", "/b/photo-bridge-1.jpg", false);
        check("/a/screenshot-old-bridge.jpg", "/b/screenshot-old-bridge.jpg", true);
        check("/get-image.jpg?id=1", "/get-image.jpg?id=2", false);
    }

    #[test]
    fn the_first_address_stays_and_the_caption_is_kept() {
        let base = Url::parse("https://www.post.example/city/old-bridge").unwrap();
        let picture =
            |url: &str, caption: Option<&str>| Picture { url: url.to_owned(), caption: caption.map(str::to_owned) };
        let found = images(
            &base,
            &[picture("/old-bridge.jpg", None), picture("/old-bridge-300x200.jpg", Some("The old bridge"))],
        );
        let expected = Image {
            url: "https://www.post.example/old-bridge.jpg".to_owned(),
            caption: Some("The old bridge".to_owned()),
        };
        assert_eq!(found, [expected]);
    }
}
