# Which packages to install: the wishes with everything they require.
# Input: first the file of wishes, then what metadata.awk printed.
#   wish: "package NAME", "group ID", "exclude NAME"; a NAME may be a shell pattern or NAME.ARCH.
# Output: "install name-version-release.arch url", "missing NAME", "nogroup ID", "unmet PACKAGE REQUIREMENT".
BEGIN { FS = "\t" }

FNR == NR { split($0, word, " "); wishes++; wish[wishes] = word[1]; wished[wishes] = word[2]; next }
$1 == "package" {
    if ($7 != machine && $7 != "noarch") next
    known[$2] = 1; name[$2] = $3; evr[$2] = ($4 == "" ? 0 : $4) ":" $5 ":" $6
    title[$2] = $3 "-" $5 "-" $6 "." $7; url[$2] = $8; arch[$2] = $7
    if (!($3 in best) || newer(evr[$2], evr[best[$3]])) best[$3] = $2
}
$1 == "provide" || $1 == "file" { if ($2 in known) provider[$3] = provider[$3] " " $2 }
$1 == "require" && $3 !~ /^rpmlib\(/ { needs[$2] = needs[$2] "\t" $3 }
$1 == "group" { groups[$2] = 1 }
$1 == "member" { groups[$2] = 1; if ($3 == "mandatory" || $3 == "default") members[$2] = members[$2] " " $4 }

END {
    for (i = 1; i <= wishes; i++) if (wish[i] == "exclude") excluded[wished[i]] = 1
    for (i = 1; i <= wishes; i++) {
        if (wish[i] == "package") want(wished[i])
        if (wish[i] == "group") want_group(wished[i])
    }
    for (i = 1; i <= count; i++) require(chosen[i])
    for (i = 1; i <= count; i++) print "install " title[chosen[i]] " " url[chosen[i]]
}

function want_group(id,    list, n, i) {
    if (!(id in groups)) { print "nogroup " id; return }
    n = split(members[id], list, " ")
    for (i = 1; i <= n; i++) if (list[i] in best) { if (!is_excluded(list[i])) take(best[list[i]]) }
}

function want(text,    key, pattern, found) {
    if (text in best) { take(best[text]); return }
    for (key in best) {
        pattern = key "." arch[best[key]]
        if (pattern == text || (text ~ /[*?]/ && key ~ shell_pattern(text) && !is_excluded(key))) { take(best[key]); found = 1 }
    }
    if (!found) print "missing " text
}

function is_excluded(key,    text) {
    if (key in excluded) return 1
    for (text in excluded) if (text ~ /[*?]/ && key ~ shell_pattern(text)) return 1
    return 0
}

function shell_pattern(text) {
    gsub(/[.+]/, "\\\\&", text); gsub(/\*/, ".*", text); gsub(/\?/, ".", text)
    return "^" text "$"
}

function take(id) { if (!(id in taken)) { taken[id] = 1; chosen[++count] = id } }

# Whatever provides a requirement; one already chosen first, then the newest of its name. As in yum, what is required comes even when excluded.
function require(id,    list, n, i, options, m, j, pick) {
    n = split(needs[id], list, "\t")
    for (i = 2; i <= n; i++) {
        pick = ""
        m = split(provider[list[i]], options, " ")
        for (j = 1; j <= m; j++) {
            if (options[j] in taken) { pick = options[j]; break }
            if (pick == "" && best[name[options[j]]] == options[j]) pick = options[j]
        }
        if (pick == "") print "unmet " title[id] " " list[i]
        else take(pick)
    }
}

# rpm's order of versions: runs of digits as numbers, runs of letters as text, digits above letters.
function newer(a, b,    x, y, i, order) {
    split(a, x, ":"); split(b, y, ":")
    for (i = 1; i <= 3; i++) { order = compare(x[i], y[i]); if (order) return order > 0 }
    return 0
}

function compare(a, b,    x, y, digits, run) {
    while (1) {
        sub(/^[^0-9A-Za-z]+/, "", a); sub(/^[^0-9A-Za-z]+/, "", b)
        if (a == "" || b == "") return (a != "") - (b != "")
        digits = a ~ /^[0-9]/
        if (digits != (b ~ /^[0-9]/)) return digits ? 1 : -1
        run = digits ? "^[0-9]+" : "^[A-Za-z]+"
        match(a, run); x = substr(a, 1, RLENGTH); a = substr(a, RLENGTH + 1)
        match(b, run); y = substr(b, 1, RLENGTH); b = substr(b, RLENGTH + 1)
        if (digits) { x += 0; y += 0 } else { x = x ""; y = y "" }
        if (x != y) return x > y ? 1 : -1
    }
}
