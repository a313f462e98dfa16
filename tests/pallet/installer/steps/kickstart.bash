# The kickstart: a text of commands and sections, read as strictly as Anaconda 6 reads it.
# What it says is left in these variables; carrying it out is the business of the later steps.

WORK=/tmp/kickstart
KICKSTART_LINE=
declare -A OPTION=()   # the options of the command at hand
ARGUMENTS=()           # its other words
declare -A SEEN=()     # commands met so far
SCRIPT_KINDS=() SCRIPT_HEADS=() SCRIPT_PLACES=()
PACKAGE_LINES=()
declare -A PACKAGE_OPTION=()

bad() {
    fail "kickstart line $KICKSTART_LINE: $*"
}

# split_words TEXT: quotes and comments as in Python's shlex, which Anaconda uses; the words go to WORDS.
split_words() {
    local rest=$1 word='' open=''
    WORDS=()
    while [[ -n $rest ]]; do
        case $rest in
        [[:space:]]*)
            [[ -z $open ]] || WORDS+=("$word")
            word='' open='' rest=${rest:1}
            ;;
        \#*) break ;;
        \"* | \'*)
            local quote=${rest:0:1}
            [[ ${rest:1} == *"$quote"* ]] || bad "a quotation that does not end"
            rest=${rest:1} word+=${rest%%"$quote"*} rest=${rest#*"$quote"} open=yes
            ;;
        \\?*) word+=${rest:1:1} rest=${rest:2} open=yes ;;
        *)
            [[ $rest =~ ^[^[:space:]\"\'\\]+ ]]
            word+=${BASH_REMATCH[0]} rest=${rest:${#BASH_REMATCH[0]}} open=yes
            ;;
        esac
    done
    if [[ -n $open ]]; then
        WORDS+=("$word")
    fi
}

# take_options COMMAND KNOWN WORD...: fills OPTION and ARGUMENTS. KNOWN lists --flag and --value=.
take_options() {
    local command=$1 known=" $2 " word name
    shift 2
    OPTION=() ARGUMENTS=()
    while (($#)); do
        word=$1
        shift
        case $word in
        --*=*)
            name=${word%%=*}
            [[ $known == *" $name= "* ]] || bad "$command: unknown option $name="
            OPTION[${name#--}]=${word#*=}
            ;;
        --*)
            if [[ $known == *" $word "* ]]; then
                OPTION[${word#--}]=yes
            elif [[ $known == *" $word= "* && $# -gt 0 ]]; then
                OPTION[${word#--}]=$1
                shift
            else
                bad "$command: unknown option $word, or one without its value"
            fi
            ;;
        *) ARGUMENTS+=("$word") ;;
        esac
    done
}

# expand_includes FILE NAME: every line as place, separator, text; a place is a line number, inside an include with the file's name.
expand_includes() {
    local line number=0 target place
    while IFS= read -r line || [[ -n $line ]]; do
        number=$((number + 1)) line=${line%$'\r'}
        place=$2$number
        if [[ $line =~ ^%include[[:space:]]+([^[:space:]]+) ]]; then
            KICKSTART_LINE=$place target=${BASH_REMATCH[1]}
            if [[ $target == http*://* ]]; then
                "${CURL[@]}" --fail --output "$WORK/include" "$target" || bad "%include $target could not be fetched"
                target=$WORK/include
            fi
            [[ -r $target ]] || bad "%include $target: there is no such file"
            expand_includes "$target" "${BASH_REMATCH[1]}:"
        else
            printf '%s\x1f%s\n' "$place" "$line"
        fi
    done <"$1"
}

# The first pass looks at nothing but %pre: these scripts may write what the rest includes.
run_pre_scripts() {
    local line number=0 inside='' i
    mkdir -p "$WORK"
    SCRIPT_PLACES=() SCRIPT_HEADS=()
    while IFS= read -r line || [[ -n $line ]]; do
        number=$((number + 1)) line=${line%$'\r'} KICKSTART_LINE=$number
        if [[ $line =~ ^%(pre|post|packages|traceback)([[:space:]]|$) ]]; then
            [[ -z $inside ]] || bad "%${BASH_REMATCH[1]} begins before the section above it has its %end"
            inside=${BASH_REMATCH[1]}
            if [[ $inside == pre ]]; then
                SCRIPT_PLACES+=("$number") SCRIPT_HEADS+=("$line")
                : >"$WORK/pre-$number"
            fi
        elif [[ $line =~ ^%end([[:space:]]|$) ]]; then
            inside=
        elif [[ $inside == pre ]]; then
            printf '%s\n' "$line" >>"$WORK/pre-${SCRIPT_PLACES[-1]}"
        fi
    done </tmp/ks.cfg
    [[ -z $inside ]] || bad "%$inside has no %end"
    for ((i = 0; i < ${#SCRIPT_PLACES[@]}; i++)); do
        say "pre $((i + 1))/${#SCRIPT_PLACES[@]}"
        run_script pre "${SCRIPT_HEADS[i]}" "$WORK/pre-${SCRIPT_PLACES[i]}" "${SCRIPT_PLACES[i]}"
    done
}

# The second pass reads all of it.
read_kickstart() {
    local place line section=''
    SCRIPT_KINDS=() SCRIPT_HEADS=() SCRIPT_PLACES=()
    expand_includes /tmp/ks.cfg '' >"$WORK/lines"
    while IFS=$'\x1f' read -r place line; do
        KICKSTART_LINE=$place
        if [[ $line =~ ^%end([[:space:]]|$) ]]; then
            [[ -n $section ]] || bad "%end without a section"
            section=
        elif [[ $line == %[a-z]* && ($section == '' || $section == packages || $line =~ ^%(pre|post|packages|traceback)([[:space:]]|$)) ]]; then
            [[ -z $section ]] || bad "${line%% *} begins before %$section has its %end"
            open_section "$line"
        else
            read_line "$section" "$line"
        fi
    done <"$WORK/lines"
    [[ -z $section ]] || bad "%$section has no %end"
    say "kickstart understood"
}

open_section() {
    split_words "$1"
    section=${WORDS[0]#%}
    case $section in
    packages)
        take_options %packages '--default --excludedocs --ignoremissing --nobase --nocore --instLangs=' "${WORDS[@]:1}"
        ((${#ARGUMENTS[@]} == 0)) || bad "%packages: unexpected ${ARGUMENTS[0]}"
        local name
        for name in "${!OPTION[@]}"; do
            PACKAGE_OPTION[$name]=yes
        done
        SEEN[packages]=yes
        ;;
    pre) ;;
    post | traceback)
        read_script_head "$section" "$1"
        SCRIPT_KINDS+=("$section") SCRIPT_HEADS+=("$1") SCRIPT_PLACES+=("$KICKSTART_LINE")
        : >"$WORK/script-$((${#SCRIPT_KINDS[@]} - 1))"
        ;;
    *) bad "unknown section %$section" ;;
    esac
}

read_line() {
    case $1 in
    post | traceback) printf '%s\n' "$2" >>"$WORK/script-$((${#SCRIPT_KINDS[@]} - 1))" ;;
    pre) ;;
    packages)
        split_words "$2"
        ((${#WORDS[@]} == 0)) || PACKAGE_LINES+=("${WORDS[*]}")
        ;;
    *)
        split_words "$2"
        ((${#WORDS[@]} == 0)) || read_command "${WORDS[@]}"
        ;;
    esac
}

# What Anaconda would stop and ask a person for.
require_answers() {
    local command
    for command in lang keyboard timezone rootpw bootloader; do
        [[ -n ${SEEN[$command]:-} ]] || fail "kickstart: no $command, so Anaconda would stop and ask"
    done
    [[ -n $SOURCE_URL ]] || fail "kickstart: no source: neither url --url=... nor repo= on the kernel command line"
    [[ -n ${SEEN[part]:-}${SEEN[autopart]:-} ]] || fail "kickstart: no partitions: neither part nor autopart"
    [[ -z ${SEEN[part]:-} || -z ${SEEN[autopart]:-} ]] || fail "kickstart: both part and autopart"
}
