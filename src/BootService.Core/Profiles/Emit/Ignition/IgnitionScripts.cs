using System.Text;
using BootService.Core.Installers;
using BootService.Core.Profiles.Plans;

namespace BootService.Core.Profiles.Emit.Ignition;

/// <summary>The scripts of an image system: the one that runs in the live system and puts the image on the disk, and those of its first boot.</summary>
internal sealed class IgnitionScripts(InstallPlan plan, Installer.Ignition installer)
{
    /// <summary>Where the installed system keeps ours; <c>/usr</c> cannot be written there.</summary>
    public const string Folder = "/etc/stack";

    private const string Log = "/tmp/stack-install.log";

    /// <summary>Waits for ever: a unit that gave up would be started again.</summary>
    private const string Stop = """
        stop() {
            echo "the install is stopped here"
            while :; do sleep 3600; done
        }
        failed() {
            REPORTED
            stop
        }

        """;

    /// <summary>Runs in the live system, and starts the machine again when the image is on its disk.</summary>
    /// <param name="reports">Where it reports; null to say nothing.</param>
    public string Install(ReportUrls? reports)
    {
        var script = new StringBuilder("#!/bin/bash\n").Append("exec >> ").Append(Log).Append(" 2>&1\n");
        script.Append(
            Stop.Replace(
                "REPORTED", reports is null ? ":" : ReportScript.Call(ReportScript.InInstaller, $"{reports.Failed}?why=$1", 30, Log),
                StringComparison.Ordinal));
        if (reports is not null)
        {
            script.Append(ReportScript.Begin(reports));
            if (plan.Request.Identity != MachineIdentity.Any)
            {
                script.Append("(\n").Append(IdentityGuard.Script(plan.Request.Identity, reports)).Append(") || stop\n");
            }
        }

        Disks(script, reports);
        script.Append(reports is null ? "" : $"until curl -fsS -o /tmp/stack-config.ign {reports.Answer(AnswerNames.Config)}; do sleep 2; done\n")
            .Append(
                "number=0\nfor disk in $(cat /tmp/stack-disks); do\n    sed -i \"s:/dev/stack-disk-$number\\b:/dev/$disk:g\" /tmp/stack-config.ign\n    "
                    + "number=$((number + 1))\ndone\n")
            .Append("system=$(cut -d ' ' -f 1 /tmp/stack-disks)\n");
        if (installer.IsFlatcar)
        {
            script.Append($"curl -fsS -o /tmp/stack-image.bin.bz2 {Pallet()}/{Installer.Ignition.FlatcarImage} || failed the+image+could+not+be+fetched\n")
                .Append("flatcar-install -d \"/dev/$system\" -f /tmp/stack-image.bin.bz2 -i /tmp/stack-config.ign || failed flatcar-install+failed\n");
        }
        else
        {
            script.Append("coreos-installer install \"/dev/$system\" --offline --ignition-file /tmp/stack-config.ign || failed coreos-installer+failed\n");
        }

        return script
            .Append(
                reports is null
                    ? ""
                    : $"{ReportScript.Call(ReportScript.InInstaller, reports.Done, 300)} || failed the+frontend+did+not+hear+that+it+is+done\n")
            .Append("systemctl reboot\n").ToString();
    }

    /// <summary>
    /// Runs at the first boot of the installed system: its scripts, and last the word that it is up. The reporter says nothing that the journal would keep:
    /// it could name the address, which has the secret.
    /// </summary>
    /// <param name="reports">Where it reports; null to say nothing.</param>
    public string FirstBoot(ReportUrls? reports)
    {
        var script = new StringBuilder("#!/bin/bash\n").Append(ReportScript.OwnLog);
        var number = 0;
        foreach (var post in plan.PostScripts)
        {
            script.Append($"bash {Folder}/post-{++number}").Append(post.ErrorOnFail && reports is not null
                ? $" || {{ {Reported($"{reports.Failed}?why={post.Name}:{post.Line}", 30, "/var/log/stack-install.log")}\n    exit 1\n}}\n"
                : "\n");
        }

        script.Append(plan.LateBoot.Trim().Length > 0 ? $"bash {Folder}/boot-late > {Folder}/boot-late.log 2>&1\n" : "");
        if (reports is not null)
        {
            script.Append($"""
                if [ -s /var/log/stack-install.failed ]; then
                    {Reported($"{reports.Stage("post-failed")}?what=$(tr '\n' ',' < /var/log/stack-install.failed)", 5, "/var/log/stack-install.failed.log")}
                fi
                until {Reported(reports.Confirmed, 30)}; do sleep 30; done

                """);
        }

        // What ran holds secrets; whoever logs in later must find none.
        return script.Append($"systemctl disable stack-first.service\nrm -rf {Folder}\n").ToString();
    }

    private static string Reported(string url, int tries, string? log = null) => $"{ReportScript.Call($"{Folder}/report", url, tries, log)} > /dev/null 2>&1";

    /// <summary>A script of the profile with its prologue.</summary>
    public static string Post(PlanScript post) => "#!/bin/bash\n" + ReportScript.Prologue(post) + post.Text;

    private string Pallet() => plan.Request.Repositories.FirstOrDefault(repository => repository.IsInstallSource)?.Url ?? "";

    private void Disks(StringBuilder script, ReportUrls? reports) =>
        script.Append("(\n").Append(DiskShell.Library(reports))
            .Append(DiskShell.FindAll(IgnitionDisks.Disks(plan.Request.Disks), fits: null, plan.Request.Disks.NukesAll))
            .Append("echo $found > /tmp/stack-disks\n) || stop\n");
}
