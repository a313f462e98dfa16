# Repository metadata, element by element, into lines of tab-separated fields:
#   package  number name epoch version release arch url
#   provide  number name          require  number name          file  number path
#   group    id default           member   id type name
# With mode=repomd: type location.
BEGIN { RS = "<"; FS = "[ \t\n\r/>]"; OFS = "\t" }

function attribute(name,    at, rest) {
    at = match($0, "[ \t\n\r]" name "=[\"']")
    if (!at) return ""
    rest = substr($0, at + RLENGTH)
    return plain(substr(rest, 1, match(rest, /["']/) - 1))
}
function content() { return plain(substr($0, index($0, ">") + 1)) }
function plain(text) {
    gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&quot;/, "\"", text); gsub(/&apos;/, "'", text); gsub(/&amp;/, "\\&", text)
    sub(/^[ \t\r\n]+/, "", text); sub(/[ \t\r\n]+$/, "", text)
    return text
}

mode == "repomd" {
    if ($1 == "data") kind = attribute("type")
    if ($1 == "location" && kind != "") { print kind " " attribute("href"); kind = "" }
    next
}

# primary.xml
$1 == "package" { number++; name = ""; inside = "" }
$1 == "name" && number && name == "" { name = content() }
$1 == "arch" { arch = content() }
$1 == "version" { epoch = attribute("epoch"); version = attribute("ver"); release = attribute("rel") }
$1 == "location" {
    root = attribute("xml:base")
    print "package", base "#" number, name, epoch, version, release, arch, (root == "" ? base : root) "/" attribute("href")
}
$1 == "rpm:provides" { inside = "provide" }
$1 == "rpm:requires" { inside = "require" }
$1 ~ /^rpm:(conflicts|obsoletes|recommends|suggests|supplements|enhances)$/ { inside = "" }
$1 == "rpm:entry" && inside != "" { print inside, base "#" number, attribute("name") }
$1 == "file" && number { print "file", base "#" number, content() }

# comps.xml
$1 == "group" { id = "" }
$1 == "id" && !number && id == "" { id = content() }
$1 == "default" && id != "" { print "group", id, content() }
$1 == "packagereq" { kind = attribute("type"); print "member", id, (kind == "" ? "mandatory" : kind), content() }
