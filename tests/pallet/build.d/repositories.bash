# From trees to RPMs to repositories: one spec file per repository.

build_rpms() {
    local trees=$work/trees lists=$work/lists spec name
    mkdir -p "$lists"
    for name in "$trees"/*/; do
        name=$(basename "$name")
        list_files "$trees/$name" >"$lists/$name"
    done
    for spec in packages/*.spec; do
        name=$(basename "$spec" .spec)
        rpmbuild -bb --quiet --nodebuginfo --target "$machine-linux" \
            --define "_topdir $work/rpmbuild-$name" --define "_rpmdir $1/$name" --define '_rpmfilename %%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm' \
            --define "trees $trees" --define "lists $lists" --define "kernel_version $kernel" \
            --define '_build_id_links none' --define '__os_install_post %{nil}' --define '_binary_payload w9.zstdio' \
            "$spec" >"$work/rpmbuild-$name.log" 2>&1 || {
            cat "$work/rpmbuild-$name.log" >&2
            return 1
        }
    done
}

# A folder belongs to a package when `filesystem` does not have it.
list_files() {
    local path
    echo '%defattr(-,root,root)'
    (cd "$1" && find . -mindepth 1 | LC_ALL=C sort) | while read -r path; do
        path=${path#.}
        if [[ -d $1$path && ! -L $1$path ]]; then
            if [[ $1 == */filesystem || ! -d ${1%/*}/filesystem$path ]]; then
                echo "%dir $path"
            fi
        elif [[ $path == /etc/* && -f $1$path && ! -x $1$path ]]; then
            echo "%config(noreplace) $path"
        else
            echo "\"$path\""
        fi
    done
}

# fill_repository FOLDER SET...: the RPMs of one or more specs with their metadata.
fill_repository() {
    local folder=$1 set
    shift
    mkdir -p "$folder/Packages"
    for set in "$@"; do
        cp "$work/rpms/$set"/*.rpm "$folder/Packages/"
    done
    local -a groups=()
    if [[ $1 == os ]]; then
        cp packages/comps.xml "$work/comps.xml"
        groups=(--groupfile "$work/comps.xml")
    fi
    createrepo_c --quiet --no-database "${groups[@]}" "$folder" 2>"$work/createrepo.log" || {
        cat "$work/createrepo.log" >&2
        return 1
    }
}
