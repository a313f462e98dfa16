# What the server offers: the tree at `url`, its repository, and every `repo` of the kickstart.

OFFERED=/tmp/offered

# get URL FILE: from the tree or a repository; false when it is not there.
get() {
    "${CURL[@]}" --fail --retry 3 --retry-delay 1 --retry-connrefused --output "$2" "$1"
}

read_repositories() {
    [[ -z $SOURCE_OVERRIDE ]] || SOURCE_URL=${SOURCE_OVERRIDE%/}
    get "$SOURCE_URL/.treeinfo" /tmp/treeinfo || fail "$SOURCE_URL/.treeinfo: no installation tree there"
    local version arch machine
    machine=$(uname -m)
    version=$(treeinfo_value version) arch=$(treeinfo_value arch)
    [[ $version == "$PRODUCT_VERSION" && $arch == "$machine" ]] ||
        fail "$SOURCE_URL: the tree is $version $arch, and does not match this boot media ($PRODUCT_VERSION $machine)"
    : >"$OFFERED"
    read_repository "$SOURCE_URL"
    local url
    for url in "${REPOSITORY_URLS[@]}"; do
        read_repository "$url"
    done
}

treeinfo_value() {
    sed -n '/^\[general\]/,/^\[[^g]/s/^'"$1"' *= *//p' /tmp/treeinfo | head -n 1
}

read_repository() {
    local type location compressed
    get "$1/repodata/repomd.xml" /tmp/repomd.xml || fail "$1/repodata/repomd.xml: no repository there"
    local primary='' groups=''
    while read -r type location; do
        case $type in
        primary) primary=$location ;;
        group) groups=$location ;;
        group_gz) groups=${groups:-$location} ;;
        esac
    done < <(awk -v mode=repomd -f /usr/lib/pallet/metadata.awk /tmp/repomd.xml)
    [[ -n $primary ]] || fail "$1/repodata/repomd.xml names no primary data"
    for location in "$primary" ${groups:+"$groups"}; do
        compressed=/tmp/repodata-${location##*.}
        get "$1/$location" "$compressed" || fail "$1/$location: named by repomd.xml and not there"
        unpacked "$compressed" "$location" | awk -v base="$1" -f /usr/lib/pallet/metadata.awk >>"$OFFERED" || fail "$1/$location cannot be read"
    done
}

unpacked() {
    case $2 in
    *.gz) zcat "$1" ;;
    *.xz) xzcat "$1" ;;
    *.bz2) bzcat "$1" ;;
    *.xml) cat "$1" ;;
    *) fail "$2: compressed in a way this installer cannot undo (gz, xz, bz2)" ;;
    esac
}
