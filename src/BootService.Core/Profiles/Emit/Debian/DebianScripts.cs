using System.Text;
using BootService.Core.Profiles.Plans;

namespace BootService.Core.Profiles.Emit.Debian;

/// <summary>
/// The scripts that run beside Debian's installer: at its start, before it touches disks, and when the system is on its disk. Its shell is BusyBox's.
/// What fails in them ends the install, and is told; what fails in the installer itself is seen by a watcher, because it has no hook of its own.
/// </summary>
internal sealed class DebianScripts(InstallPlan plan, DebianSettings settings, DebianSources? sources)
{
    internal const string PreLog = "/tmp/stack-install.log";
    internal const string LateLog = "/tmp/stack-late.log";

    /// <summary>Where scripts lie in the new system while they run: they hold secrets, and whoever logs in later must find none.</summary>
    private const string Folder = "/root/.stack-install";

    /// <summary>Waits for ever: an installer whose script gave up would go on with whatever it finds.</summary>
    internal const string Stop = """
        stop() {
            echo "the install is stopped here"
            while :; do sleep 3600; done
        }

        """;

    /// <summary>
    /// Tells of a step of the installer that failed, with the end of its log: it says so there and asks whoever is at the screen (main-menu.c,
    /// "Menu item '%s' failed."). Many faults it only asks about. Its frontend waits for its own programs in a pipe; when it waits for anything else for
    /// some time, that is for a person, whom nobody expects at a machine that asks for critical things only. And a step that is killed leaves what it started
    /// behind: udpkg reads on from that and never learns that its step has ended (di_exec in libdebian-installer reads until nobody can write any more).
    /// What fails after the system was reported done is told as well; the frontend knows what to make of it.
    /// </summary>
    private const string Watcher = """
        priority=$(debconf-get debconf/priority)
        (
            asked=0 left=0
            while sleep 5; do
                [ -e /tmp/stack-failed ] && break
                line=$(sed -n "/Menu item '.*' failed/{s/.*Menu item '\(.*\)' failed.*/\1/p;q}" /var/log/syslog)
                if [ -n "$line" ]; then
                    STACK_URL="FAILED?why=the+installer+failed+at+$(echo "$line" | tr -c 'A-Za-z0-9.\n-' '+')" REPORT 30 /var/log/syslog
                    break
                fi
                ended=
                for one in $(pidof udpkg); do
                    grep -q "^[0-9]* (.*) Z $one " /proc/[0-9]*/stat 2> /dev/null || continue
                    ended=$(tr '\0' '\n' < "/proc/$one/cmdline" | tail -n 1)
                done
                if [ -n "$ended" ]; then left=$((left + 1)); else left=0; fi
                if [ "$left" -ge 3 ]; then
                    STACK_URL="FAILED?why=the+installer+failed+at+$(echo "$ended" | tr -c 'A-Za-z0-9.\n-' '+'),+which+ended+and+left+it+waiting" REPORT 30 /var/log/syslog
                    break
                fi
                # The first of them is the frontend.
                pid=
                for one in $(pidof debconf); do [ "${pid:-$one}" -lt "$one" ] || pid=$one; done
                case $(cat "/proc/${pid:-0}/wchan" 2> /dev/null) in
                *pipe_read|0|'') asked=0 ;;
                *) asked=$((asked + 1)) ;;
                esac
                if [ "$asked" -ge 3 ] && [ "$priority" = critical ]; then
                    { tail -n 12 /var/log/partman 2> /dev/null; tail -n 25 /var/log/syslog; } > /tmp/stack-asked.log
                    STACK_URL="FAILED?why=the+installer+asks+a+question+on+its+screen+and+waits+for+an+answer" REPORT 30 /tmp/stack-asked.log
                    break
                fi
            done
        ) < /dev/null > /dev/null 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- &

        """;

    /// <summary>
    /// Answers a question as an answer of the file of answers does, so that it is not asked: the installer's own debconf-set sets a value and leaves the
    /// question to be asked with that value before it.
    /// </summary>
    public const string Answer = "/tmp/stack-answer";

    private const string AnswerProgram = """
        cat > /tmp/stack-answer << 'EOF'
        #!/bin/sh
        set -e
        export DEBIAN_FRONTEND=noninteractive
        . /usr/share/debconf/confmodule
        db_set "$1" "$2"
        db_fset "$1" seen true
        EOF
        chmod 0755 /tmp/stack-answer

        """;

    /// <summary>
    /// Runs after the installer has copied its logs to the new system (finish-install.d/94save-logs) and before it lets go of it. The commands of the file of
    /// answers are in them, and the kernel's command line, one of them for everybody to read (hardware-summary): all name the address of the answers.
    /// </summary>
    private const string LogCleaner = """
        mkdir -p /usr/lib/finish-install.d
        cat > /usr/lib/finish-install.d/94stack-secret << 'EOF'
        #!/bin/sh
        for file in /target/var/log/installer/* /target/var/log/installer/*/*; do
            [ ! -f "$file" ] || sed -i 's/SECRET/MASK/g' "$file"
        done
        EOF
        chmod 0755 /usr/lib/finish-install.d/94stack-secret

        """;

    private ReportUrls? Reports => plan.Request.Reports;

    /// <summary>Runs when the answers were read, before anything else.</summary>
    public string Early()
    {
        var script = new StringBuilder("#!/bin/sh\n").Append("exec >> ").Append(PreLog).Append(" 2>&1\n").Append(Stop).Append(AnswerProgram);
        if (Reports is { } reports)
        {
            script.Append(ReportScript.Begin(reports));
            script.Append(Watcher.Replace("REPORT", ReportScript.InInstaller, StringComparison.Ordinal)
                .Replace("FAILED", reports.Failed, StringComparison.Ordinal));
            script.Append(LogCleaner.Replace("SECRET", reports.Secret, StringComparison.Ordinal).Replace("MASK", ReportUrls.Mask, StringComparison.Ordinal));
            if (plan.Request.Identity != MachineIdentity.Any)
            {
                script.Append("(\n").Append(IdentityGuard.Script(plan.Request.Identity, reports)).Append(") || stop\n");
            }
        }

        if (sources is not null)
        {
            // By its whole URL, which is put right when the machine fetches this by another of our addresses.
            script.Append("archive=").Append(sources.Archive.Url).Append("""

                host=${archive#http://}
                /tmp/stack-answer mirror/http/hostname "${host%%/*}"
                /tmp/stack-answer mirror/http/directory "/${host#*/}"

                """);
            if (sources.ArchiveKey is { } key)
            {
                script.Append($"until wget -q -O /tmp/stack-archive.gpg {key}; do sleep 2; done\n").Append("""
                    for ring in /usr/share/keyrings/archive.gpg /usr/share/keyrings/debian-archive-keyring.gpg; do
                        [ ! -f "$ring" ] || cat /tmp/stack-archive.gpg >> "$ring"
                    done
                    mkdir -p /usr/lib/base-installer.d
                    cat > /usr/lib/base-installer.d/01stack-key << 'EOF'
                    #!/bin/sh
                    mkdir -p /target/etc/apt/trusted.gpg.d
                    cp /tmp/stack-archive.gpg /target/etc/apt/trusted.gpg.d/stack-archive.gpg
                    EOF
                    chmod 0755 /usr/lib/base-installer.d/01stack-key

                    """);
            }

            if (!sources.Suite.IsSigned)
            {
                script.Append("""
                    mkdir -p /usr/lib/base-installer.d
                    cat > /usr/lib/base-installer.d/01stack-unsigned << 'EOF'
                    #!/bin/sh
                    mkdir -p /target/etc/apt/apt.conf.d
                    printf 'Acquire::AllowInsecureRepositories "true";\nAPT::Get::AllowUnauthenticated "true";\n' > /target/etc/apt/apt.conf.d/00stack-unsigned
                    EOF
                    chmod 0755 /usr/lib/base-installer.d/01stack-unsigned

                    """);
            }
        }

        return script.ToString();
    }

    /// <summary>Runs before partman looks at any disk.</summary>
    public string Disks()
    {
        var script = new StringBuilder("#!/bin/sh\n").Append("exec >> ").Append(PreLog).Append(" 2>&1\n").Append(Stop);
        script.Append("(\n").Append(DebianDisks.Script(plan.Request.Disks, Reports)).Append(") || stop\n");
        Pre(script);
        return script.Append(DebianDisks.Clear()).Append("exit 0\n").ToString();
    }

    /// <summary>What runs before the installer touches disks.</summary>
    public void Pre(StringBuilder script)
    {
        var number = 0;
        foreach (var pre in plan.PreScripts)
        {
            number++;
            var path = $"/tmp/stack-pre-{number}";
            WriteFile(script, path, (IsShell(pre) && Reports is { } reports
                ? pre.ErrorOnFail ? ReportScript.FatalPrologue(pre, inInstaller: true, reports) : ReportScript.PrePrologue(pre, reports)
                : $"# {pre.Path}:{pre.Line}\n") + pre.Text);
            script.Append("sh ").Append(path).Append(pre.ErrorOnFail ? " || stop\n" : "\n");
        }
    }

    /// <summary>Runs when the system is on its disk and starts by itself, before the machine is started again.</summary>
    public string Late()
    {
        var script = new StringBuilder("#!/bin/sh\n").Append("exec >> ").Append(LateLog).Append(" 2>&1\n");
        script.Append(Failed());
        script.Append("""
            [ -e /mnt/sysimage ] || { mkdir -p /mnt; ln -s /target /mnt/sysimage; }
            . /lib/chroot-setup.sh
            chroot_setup || failed the+new+system+cannot+be+entered
            trap chroot_cleanup EXIT
            rm -rf /target/root/.stack-install
            mkdir -m 0700 /target/root/.stack-install
            inside() { env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive chroot /target "$@"; }

            """);
        InSystem(script);
        return script.Append("rm -rf /target/root/.stack-install\nexit 0\n").ToString();
    }

    /// <summary>The function by which the last script gives up.</summary>
    public string Failed() => $"failed() {{\n    touch /tmp/stack-failed\n    {(Reports is { } urls
        ? ReportScript.Call(ReportScript.InInstaller, $"{urls.Failed}?why=$1", 30, $"\"${{2:-{LateLog}}}\"") : ":")}\n    exit 1\n}}\n";

    /// <summary>What is done in the new system: packages, settings, scripts, and the last word.</summary>
    public void InSystem(StringBuilder script)
    {
        Packages(script);
        if (Reports is { } reports)
        {
            Inside(script, "packaged", ReportScript.Packaged(reports));
        }

        Settings(script);
        var number = 0;
        foreach (var post in plan.PostScripts)
        {
            Post(script, post, ++number);
        }

        var boot = new StringBuilder("mkdir -p /etc/sysconfig\n");
        BootScript(boot, "/etc/sysconfig/stack-pre", plan.EarlyBoot);
        BootScript(boot, "/etc/sysconfig/stack-post", plan.LateBoot);
        Inside(script, "boot-scripts", boot.ToString());
        if (Reports is { } last)
        {
            Inside(script, "finish", ReportScript.Finish(last));
        }
    }

    /// <summary>By apt and not by the installer's own question: what cannot be installed is an error with a log, and no dialog.</summary>
    private void Packages(StringBuilder script)
    {
        if (sources is not null)
        {
            script.Append("rm -f /target/etc/apt/apt.conf.d/00stack-unsigned /target/etc/apt/trusted.gpg.d/stack-archive.gpg\n")
                .Append("[ ! -f /target/etc/apt/sources.list ] || mv /target/etc/apt/sources.list /target/etc/apt/sources.list.disabled\n");
            script.Append(sources.Keys.Count > 0 ? "mkdir -p /target/etc/apt/keyrings\n" : "");
            foreach (var (url, file) in sources.Keys)
            {
                script.Append($"wget -q -O /target{file} {url} && chmod 644 /target{file} || failed the+key+of+a+repository+could+not+be+fetched\n");
            }

            WriteFile(script, "/target/etc/apt/sources.list.d/stack.list", string.Concat(sources.Lines.Select(line => line + "\n")));
            script.Append("chmod 644 /target/etc/apt/sources.list.d/stack.list\n").Append("inside apt-get -q update || failed apt-get+update+failed\n");
        }

        var wanted = plan.Packages.Where(name => name[0] is not ('-' or '@'))
            .Concat(settings.OpenPorts is null ? [] : ["nftables"]).Distinct(StringComparer.Ordinal).ToArray();
        if (wanted.Length > 0)
        {
            script.Append("inside apt-get -q -y install").AppendJoin("", wanted.Select(name => " " + ShellWord.Quote(name)))
                .Append(" || failed apt-get+install+failed\n");
        }

        var unwanted = plan.Packages.Where(name => name is ['-', not '@', ..]).Select(name => name[1..]).ToArray();
        foreach (var name in unwanted)
        {
            // Names may have * and ? in them, as Enterprise Linux's may.
            script.Append($"if inside dpkg-query -W -f '${{db:Status-Status}} ' {ShellWord.Quote(name)} 2> /dev/null | grep -q -w installed; then\n")
                .Append($"    inside apt-get -q -y purge {ShellWord.Quote(name)} || failed apt-get+purge+failed\nfi\n");
        }
    }

    /// <summary>What kickstart's commands ask for and the installer does not do by itself.</summary>
    private void Settings(StringBuilder script)
    {
        var text = new StringBuilder();
        // Those whose numbers are given come first: the system would give one of them to another.
        var owns = settings.Users.Where(user => user.Gid is not null).Select(user => KeyValuePair.Create(user.Name, user.Gid));
        foreach (var (group, gid) in settings.Groups.Where(group => group.Value is not null).Concat(owns))
        {
            text.Append($"getent group {ShellWord.Quote(gid!)} > /dev/null || groupadd -g {ShellWord.Quote(gid!)} {ShellWord.Quote(group)}\n");
        }

        foreach (var group in settings.Groups.Select(one => one.Key).Concat(settings.Users.SelectMany(user => user.Groups)).Distinct(StringComparer.Ordinal))
        {
            text.Append($"getent group {ShellWord.Quote(group)} > /dev/null || groupadd {ShellWord.Quote(group)}\n");
        }

        foreach (var user in settings.Users)
        {
            var name = ShellWord.Quote(user.Name);
            text.Append($"id {name} > /dev/null 2>&1 || useradd -m -s {ShellWord.Quote(user.Shell ?? "/bin/bash")}");

            // A group of that name may be there already, made for others or by a package.
            text.Append(user.Gid is { } group ? $" -g {ShellWord.Quote(group)}" : $" $(getent group {name} > /dev/null && echo -g {name})");
            text.Append(user.Uid is { } uid ? $" -u {ShellWord.Quote(uid)}" : "").Append(user.FullName is { } full ? $" -c {ShellWord.Quote(full)}" : "");
            text.Append(user.Home is { } home ? $" -d {ShellWord.Quote(home)}" : "")
                .Append(user.Groups.Count > 0 ? $" -G {ShellWord.Quote(string.Join(',', user.Groups))}" : "");
            text.Append($" {name}\n").Append(user.Password is { } hash ? $"chpasswd -e << 'EOF'\n{user.Name}:{hash}\nEOF\n" : "");
        }

        if (settings.Keyboards.Count > 1 || settings.Keyboard.Variant.Length > 0 || settings.KeyboardChange is not null)
        {
            // The installer asks before the answers are there, and knows one layout from its kernel's words, without a variant.
            text.Append("cat > /etc/default/keyboard << 'EOF'\n").Append(KeyboardName.File(settings.Keyboards, settings.KeyboardChange)).Append("EOF\n");
        }

        foreach (var (user, key) in settings.Keys)
        {
            text.Append($"home=$(getent passwd {ShellWord.Quote(user)} | cut -d: -f6)\nmkdir -p \"$home/.ssh\"\n");
            text.Append($"printf '%s\\n' {ShellWord.Quote(key)} >> \"$home/.ssh/authorized_keys\"\n");
            text.Append($"chmod 700 \"$home/.ssh\"\nchmod 600 \"$home/.ssh/authorized_keys\"\n");
            text.Append($"chown -R {ShellWord.Quote(user)}: \"$home/.ssh\"\n");
        }

        if (settings.OpenPorts is { } open)
        {
            text.Append("cat > /etc/nftables.conf << 'EOF'\n#!/usr/sbin/nft -f\nflush ruleset\ntable inet filter {\n    chain input {\n")
                .Append("        type filter hook input priority 0; policy drop;\n")
                .Append("        ct state established,related accept\n        iif lo accept\n")
                .Append("        meta l4proto { icmp, ipv6-icmp } accept\n        udp dport 68 accept\n")
                .AppendJoin("", open.Select(port => port.Split('/') is [var number, var kind] ? $"        {kind} dport {number} accept\n" : ""))
                .Append("    }\n}\nEOF\nsystemctl enable nftables.service\n");
        }

        foreach (var (verb, services) in new[] { ("enable", settings.Enabled), ("disable", settings.Disabled) })
        {
            text.AppendJoin("", services.Select(service => $"systemctl {verb} {ShellWord.Quote(service)}\n"));
        }

        if (plan.Request.Network is { IsBootCardOnly: true, BootMtu: { } mtu })
        {
            text.Append($"cat > /etc/network/if-up.d/stack-mtu << 'EOF'\n#!/bin/sh\n[ \"$IFACE\" = lo ] || ip link set dev \"$IFACE\" mtu {mtu}\nEOF\n");
            text.Append("chmod 0755 /etc/network/if-up.d/stack-mtu\n");
        }

        if (text.Length > 0)
        {
            Inside(script, "settings", "set -e\n" + text, fatal: "settings+of+the+profile+failed");
        }
    }

    private void Post(StringBuilder script, PlanScript post, int number)
    {
        var file = $"{Folder}/post-{number}";
        var prologue = !IsShell(post) ? $"# {post.Path}:{post.Line}\n"
            : post.ErrorOnFail && Reports is { } reports ? ReportScript.FatalPrologue(post, post.OutsideRoot, reports)
            : ReportScript.Prologue(post);
        WriteFile(script, $"/target{file}", prologue + post.Text);
        var note = IsShell(post) ? "true" : $"echo {ShellWord.Quote($"{post.Name}:{post.Line}:1")} >> /target/var/log/stack-install.failed";
        var end = post.ErrorOnFail ? $"failed {ShellWord.Quote($"{post.Name}:{post.Line}")} /target/var/log/stack-install.log" : note;
        script.Append(post.OutsideRoot ? "" : "inside ")
            .Append(post.Interpreter is { Length: > 0 } interpreter ? interpreter : "/bin/sh").Append(post.OutsideRoot ? " /target" : " ").Append(file)
            .Append(" || ").Append(end).Append('\n');
    }

    private static void Inside(StringBuilder script, string name, string text, string? fatal = null)
    {
        WriteFile(script, $"/target{Folder}/{name}", text);
        script.Append("inside /bin/sh ").Append(Folder).Append('/').Append(name).Append(fatal is null ? "\n" : $" || failed {fatal}\n");
    }

    internal static void WriteFile(StringBuilder script, string path, string text)
    {
        var end = ShellWord.Delimiter(text, "STACK_EOF");
        script.Append("cat > ").Append(path).Append(" << '").Append(end).Append("'\n").Append(text)
            .Append(text.EndsWith('\n') || text.Length == 0 ? "" : "\n").Append(end).Append('\n');
    }

    private static void BootScript(StringBuilder script, string path, string text)
    {
        var end = ShellWord.Delimiter(text, "__EOF__");
        script.Append($"cat >> {path} << '{end}'\n{text}{end}\n");
    }

    /// <summary>Whether a script is a shell's.</summary>
    internal static bool IsShell(PlanScript script) =>
        script.Interpreter is null or "" or "/bin/sh" or "/bin/bash" or "/usr/bin/sh" or "/usr/bin/bash" or "/bin/dash";
}
