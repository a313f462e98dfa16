using System.Text;
using BootService.Core.Profiles.Emit.Debian;
using BootService.Core.Profiles.Plans;

namespace BootService.Core.Profiles.Emit.Ubuntu;

/// <summary>
/// The scripts that run beside Ubuntu's installer: before it, and when the system is on its disk. What they do in the new system is Debian's.
/// </summary>
internal sealed class UbuntuScripts(InstallPlan plan, DebianSettings settings, DebianSources? sources)
{
    /// <summary>Where the installer keeps what it says of itself.</summary>
    private const string InstallerLog = "/var/log/installer/subiquity-server-debug.log";

    private readonly DebianScripts _system = new(plan, settings, sources);

    private ReportUrls? Reports => plan.Request.Reports;

    /// <summary>Runs before the installer does anything; it waits for the end.</summary>
    public string Early()
    {
        var script = new StringBuilder("#!/bin/sh\n").Append("exec >> ").Append(DebianScripts.PreLog).Append(" 2>&1\n").Append(DebianScripts.Stop);
        if (Reports is { } reports)
        {
            script.Append(ReportScript.Begin(reports));
            if (plan.Request.Identity != MachineIdentity.Any)
            {
                script.Append("(\n").Append(IdentityGuard.Script(plan.Request.Identity, reports)).Append(") || stop\n");
            }
        }

        script.Append("(\n").Append(UbuntuDisks.Script(plan.Request.Disks, Reports)).Append(") || stop\n");
        _system.Pre(script);
        return script.Append("exit 0\n").ToString();
    }

    /// <summary>Runs when the system is on its disk; its failure is the installer's.</summary>
    public string Late()
    {
        var script = new StringBuilder("#!/bin/sh\n").Append("exec >> ").Append(DebianScripts.LateLog).Append(" 2>&1\n").Append(_system.Failed());
        script.Append("""
            [ -e /mnt/sysimage ] || { mkdir -p /mnt; ln -s /target /mnt/sysimage; }
            rm -rf /target/root/.stack-install
            mkdir -m 0700 /target/root/.stack-install
            inside() { curtin in-target --target=/target -- env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
            [ ! -f /target/etc/apt/sources.list.d/ubuntu.sources ] || mv /target/etc/apt/sources.list.d/ubuntu.sources /target/etc/apt/sources.list.d/ubuntu.sources.disabled

            """);
        if (settings.RootHash is { } hash)
        {
            script.Append("inside chpasswd -e << 'EOF' || failed the+password+of+root+could+not+be+set\nroot:").Append(hash).Append("\nEOF\n");
        }
        else if (settings.RootText is { } text)
        {
            script.Append("inside chpasswd << 'EOF' || failed the+password+of+root+could+not+be+set\nroot:").Append(text).Append("\nEOF\n");
        }

        if (settings.KernelOptions.Length > 0)
        {
            script.Append("mkdir -p /target/etc/default/grub.d\ncat > /target/etc/default/grub.d/stack.cfg << 'EOF'\nGRUB_CMDLINE_LINUX=")
                .Append(ShellWord.Quote(settings.KernelOptions)).Append("\nEOF\ninside update-grub || failed update-grub+failed\n");
        }

        if (plan.Request.Network is { IsBootCardOnly: true, BootMtu: { } mtu })
        {
            script.Append($"echo 'ACTION==\"add\", SUBSYSTEM==\"net\", KERNEL==\"e*\", ATTR{{mtu}}=\"{mtu}\"' > /target/etc/udev/rules.d/70-stack-mtu.rules\n");
        }

        _system.InSystem(script);
        return script.Append("rm -rf /target/root/.stack-install\nexit 0\n").ToString();
    }

    /// <summary>Runs when the installer itself failed, with the end of its log; what a script has told already is not told again.</summary>
    public static string Error(ReportUrls reports) =>
        $"[ -e /tmp/stack-failed ] || {{ cat {InstallerLog} /var/crash/*.crash 2> /dev/null | tail -c 20000 > /tmp/stack-error.log; "
        + $"{ReportScript.Call(ReportScript.InInstaller, $"{reports.Failed}?why=the+installer+failed", 30, "/tmp/stack-error.log")}; }}";
}
