//! Putting the parts together: files named by the hash of their bytes, and pages that name those files.

use super::{
    api::Api,
    locales::{Code, Locales},
    parts::Parts,
};
use crate::{
    run::capture,
    stamp::{files_below, hash},
    tools::Toolbox,
    workspace::Workspace,
};
use anyhow::{Context, Result, bail};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// For shoppers, as a module or as a plain script.
const MODULE: [&str; 2] = ["--format=esm", "--target=es2020"];
/// A pasted script is read in the page's own encoding, which may be GBK: all of it is ASCII.
/// Where it is from it does not learn from `import.meta`, which the branch that is left out asks.
const PASTED: [&str; 4] =
    ["--format=iife", "--target=es2020", "--charset=ascii", "--log-override:empty-import-meta=silent"];

/// Writes the site into the folder `new`, not compressed yet.
///
/// # Errors
/// When a file is missing, esbuild refuses one, or a page does not name what it should.
pub fn assemble(workspace: &Workspace, tools: &Toolbox, parts: &Parts, new: &Path) -> Result<()> {
    let site = Site { workspace, tools, new };
    site.copy_folder(&workspace.path("public"), "")?;
    site.copy_folder(&parts.packs, "packs")?;
    site.widget(parts)?;
    site.console(&parts.console)
}

struct Site<'a> {
    workspace: &'a Workspace,
    tools: &'a Toolbox,
    new: &'a Path,
}

/// The paths of a compiled page's two files, below the site.
struct Module {
    glue: String,
    wasm: String,
}

impl Site<'_> {
    /// The shell, the widget, its style and the chat page.
    fn widget(&self, parts: &Parts) -> Result<()> {
        let style = self.style("widget", "assets")?;
        let locales = Locales::read(&self.workspace.path("locales"))?;
        locales.check(&Code::read(&self.workspace.root)?)?;
        let (words, files) = locales.files()?;
        for (name, content) in &files {
            self.write(name, content.as_bytes())?;
        }
        let wasm = self.wasm(&parts.widget, "ren-zai", "assets")?;
        let masker = self.module(&parts.masker, "masker", "assets", &[])?.glue.replacen("assets/", "./", 1);
        let answerer = self.module(&parts.answerer, "answerer", "assets", &[])?;
        let [style, glue, wasm_of_it] =
            [style, answerer.glue, answerer.wasm].map(|path| path.replacen("assets/", "./", 1));
        let names = [
            ("STYLE_URL", style.as_str()),
            ("WORDS_VERSION", &words),
            ("MASKER_URL", &masker),
            ("ANSWERER_URL", &glue),
            ("ANSWERER_WASM_URL", &wasm_of_it),
        ];
        let inside = self.inside(parts, &names)?;
        let languages = [("LANGUAGES", locales.names()?)];
        let needs = [("WORDS_VERSION", words.as_str()), ("MASKER_URL", &masker)];
        let sheets = self.script("parts/parts.js", &MODULE, &needs, &languages)?;
        let sheets = self.hashed("parts", &sheets)?;
        let [near_wasm, near_inside, sheets] = [&wasm, &inside, &sheets].map(|path| format!("./{path}"));
        let files = [("WASM_URL", near_wasm.as_str()), ("INSIDE_URL", &near_inside), ("PARTS_URL", &sheets)];
        let api = Api::read(self.workspace)?;
        let mut tables = api.tables()?;
        tables.push(("SHELL_WORDS", locales.shell()?));
        tables.push(("IS_PASTED", "false".to_owned()));
        let shell = self.script("public/renzai.js", &MODULE, &files, &tables)?;
        self.write("renzai.js", shell.as_bytes())?;
        tables.pop();
        tables.push(("IS_PASTED", "true".to_owned()));
        let classic = self.script("public/renzai.classic.js", &PASTED, &files, &tables)?;
        self.write("renzai.classic.js", classic.as_bytes())?;
        let page = read(&parts.widget.join("index.html"))?;
        let page = hastening(&without_trunk_links(&page), &wasm, &inside)?;
        self.write("chat/index.html", page.as_bytes())
    }

    /// The widget's module, and its glue in one file with what the shell fetches when the panel is opened; answers the
    /// path of that file.
    fn inside(&self, parts: &Parts, names: &[(&str, &str)]) -> Result<String> {
        let glue = format!("--alias:glue={}", parts.widget.join("ren-zai.js").display());
        // wasm-bindgen's own names begin with two underscores and are the module's, too.
        let mangled = "--mangle-props=^_[a-z]".to_owned();
        let options = vec!["--format=esm".to_owned(), "--target=es2020".to_owned(), mangled, glue];
        let script = self.naming_files(&self.workspace.path("parts/inside.js"), options, names)?;
        self.hashed("ren-zai", &script)
    }

    /// Writes a script below `assets/` under a name by its content; answers its path.
    fn hashed(&self, name: &str, script: &str) -> Result<String> {
        let path = format!("assets/{name}-{}.js", hash(script.as_bytes()));
        self.write(&path, script.as_bytes())?;
        Ok(path)
    }

    /// The agents' page and its files.
    fn console(&self, dist: &Path) -> Result<()> {
        let module = self.module(dist, "console", "console", &[])?;
        let beside = |path: &str| path.replacen("console/", "./", 1);
        let (glue, wasm) = (beside(&module.glue), beside(&module.wasm));
        let files = [("GLUE_URL", glue.as_str()), ("WASM_URL", &wasm)];
        let boot = self.script("crates/console/boot.js", &["--format=esm", "--target=es2022"], &files, &[])?;
        let boot_name = format!("console/boot-{}.js", hash(boot.as_bytes()));
        self.write(&boot_name, boot.as_bytes())?;
        let style = self.style("console", "console")?;
        let page = without_trunk_links(&read(&dist.join("index.html"))?);
        let page = naming(&page, "boot.js", &boot_name)?;
        let page = naming(&page, "console.css", &style)?;
        self.write("console/index.html", page.as_bytes())
    }

    /// Names wasm-bindgen's two files by their content. The glue is minified; the name of the wasm file in it is
    /// made true, so that it also works without being told.
    fn module(&self, dist: &Path, name: &str, folder: &str, names: &[(&str, &str)]) -> Result<Module> {
        let wasm = self.wasm(dist, name, folder)?;
        let wasm_name = wasm.rsplit_once('/').map_or(wasm.as_str(), |(_, name)| name);
        let glue = self.naming_files(&dist.join(format!("{name}.js")), vec!["--format=esm".to_owned()], names)?;
        let glue = glue.replace(&format!("{name}_bg.wasm"), wasm_name);
        let path = format!("{folder}/{name}-{}.js", hash(glue.as_bytes()));
        self.write(&path, glue.as_bytes())?;
        Ok(Module { glue: path, wasm })
    }

    /// A module under a name by its content; answers its path below the site.
    fn wasm(&self, dist: &Path, name: &str, folder: &str) -> Result<String> {
        let from = dist.join(format!("{name}_bg.wasm"));
        let bytes = fs::read(&from).with_context(|| format!("cannot read {}", from.display()))?;
        let path = format!("{folder}/{name}-{}_bg.wasm", hash(&bytes));
        self.write(&path, &bytes)?;
        Ok(path)
    }

    /// One stylesheet with its imports; answers its path below the site.
    fn style(&self, name: &str, folder: &str) -> Result<String> {
        let css = self.esbuild(&self.workspace.path(&format!("style/{name}.css")), &[])?;
        let path = format!("{folder}/{name}-{}.css", hash(css.as_bytes()));
        self.write(&path, css.as_bytes())?;
        Ok(path)
    }

    /// A hand-written script, with names replaced by file names and by tables in JSON. `manner` is the format and the
    /// ECMAScript that its browsers know: shoppers have old phones; agents have a browser of this decade.
    fn script(&self, path: &str, manner: &[&str], names: &[(&str, &str)], tables: &[(&str, String)]) -> Result<String> {
        // A leading underscore says that a name is nobody else's business: it may be short.
        let mut options: Vec<_> = manner.iter().chain(&["--mangle-props=^_"]).map(|it| (*it).to_owned()).collect();
        options.extend(tables.iter().map(|(name, json)| format!("--define:{name}={json}")));
        self.naming_files(&self.workspace.path(path), options, names)
    }

    /// A script with names replaced by file names.
    fn naming_files(&self, path: &Path, mut options: Vec<String>, names: &[(&str, &str)]) -> Result<String> {
        for (name, file) in names {
            options.push(format!("--define:{name}=\"{file}\""));
            options.push(format!("--external:{file}"));
        }
        let script = self.shorter(&self.esbuild(path, &options)?)?;
        for (name, file) in names {
            if !script.contains(file) {
                bail!("{} does not use {name}: without it nothing would load {file}", path.display());
            }
        }
        Ok(script)
    }

    fn esbuild(&self, path: &Path, options: &[String]) -> Result<String> {
        if !path.is_file() {
            bail!("{} is missing", path.display());
        }
        capture(
            self.tools
                .command("esbuild")
                .arg(path)
                .args(["--bundle", "--minify", "--charset=utf8", "--log-level=warning"])
                .args(options)
                .current_dir(&self.workspace.root),
        )
    }

    /// A script without what reading it as a whole saves: 2 % of the brotli. Asking for a property changes nothing in ours. What is
    /// not ASCII may only be written as it is in a module: nobody knows the encoding of a page that pastes a script.
    fn shorter(&self, script: &str) -> Result<String> {
        let scratch = self.workspace.path("target/script.js");
        fs::write(&scratch, script).with_context(|| format!("cannot write {}", scratch.display()))?;
        let format = if script.is_ascii() { "ecma=2020,ascii_only" } else { "ecma=2020" };
        capture(self.tools.command("terser").arg(&scratch).args([
            "--module",
            "--mangle",
            "--compress",
            "ecma=2020,passes=3,pure_getters",
            "--format",
            format,
        ]))
    }

    fn copy_folder(&self, from: &Path, to: &str) -> Result<()> {
        for file in files_below(from)? {
            let below = file.strip_prefix(from).context("a folder lists a file that is not in it")?;
            let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
            self.write_at(&PathBuf::from(to).join(below), &bytes)?;
        }
        Ok(())
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<()> {
        self.write_at(Path::new(path), bytes)
    }

    fn write_at(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        let path = self.new.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
        }
        fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))
    }
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// `page` without `<link data-trunk …>`: trunk leaves them in place when it injects no scripts.
fn without_trunk_links(page: &str) -> String {
    let mut rest = page;
    let mut clean = String::with_capacity(page.len());
    while let Some(start) = rest.find("<link") {
        let end = rest[start..].find('>').map_or(rest.len(), |end| start + end + 1);
        let tag = &rest[start..end];
        clean.push_str(&rest[..start]);
        if !tag.contains("data-trunk") {
            clean.push_str(tag);
        }
        rest = &rest[end..];
    }
    clean + rest
}

/// The full page, which opens by itself: its browser need not read one file to ask for the next.
fn hastening(page: &str, wasm: &str, inside: &str) -> Result<String> {
    let Some((head, rest)) = page.split_once("</head>") else { bail!("index.html has no </head>") };
    let links = format!(
        "<link rel=\"modulepreload\" href=\"/{inside}\"><link rel=\"preload\" as=\"fetch\" crossorigin href=\"/{wasm}\">"
    );
    Ok([head, &links, "</head>", rest].concat())
}

/// `page` with the reference to `file` leading to `/path`.
fn naming(page: &str, file: &str, path: &str) -> Result<String> {
    let spellings = ["", "./", "/console/"].map(|prefix| format!("\"{prefix}{file}\""));
    let Some(found) = spellings.iter().find(|spelling| page.contains(spelling.as_str())) else {
        bail!("crates/console/index.html does not name {file}: expected src or href {}", spellings.join(" or "));
    };
    Ok(page.replace(found, &format!("\"/{path}\"")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trunks_links_go_and_others_stay() {
        let page = "<head><link rel=\"icon\" href=\"/i.svg\"><link data-trunk rel=\"rust\"\n data-bin=\"x\"><p>";
        assert_eq!(without_trunk_links(page), "<head><link rel=\"icon\" href=\"/i.svg\"><p>");
        assert_eq!(without_trunk_links("<link data-trunk"), "");
    }

    #[test]
    fn the_full_page_asks_for_its_files_at_once() {
        let page = hastening("<head><title>x</title></head><body>", "a.wasm", "a.js").unwrap();
        assert!(page.contains("href=\"/a.js\"") && page.contains("href=\"/a.wasm\""), "{page}");
        assert!(page.ends_with("</head><body>"), "{page}");
        assert!(hastening("<body>", "", "").is_err());
    }

    #[test]
    fn a_page_names_the_hashed_file_or_it_is_an_error() {
        let page = "<script type=\"module\" src=\"./boot.js\"></script>";
        let named = naming(page, "boot.js", "console/boot-1.js").unwrap();
        assert_eq!(named, "<script type=\"module\" src=\"/console/boot-1.js\"></script>");
        assert!(naming(page, "console.css", "x").unwrap_err().to_string().contains("\"./console.css\""));
    }
}
