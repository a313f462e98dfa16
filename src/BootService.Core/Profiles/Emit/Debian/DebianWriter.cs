using System.Text;
using BootService.Core.Installers;
using BootService.Core.Networks;
using BootService.Core.Profiles.Plans;

namespace BootService.Core.Profiles.Emit.Debian;

/// <summary>Writes preseed files for Debian's installer, and the scripts that do what it has no answer for.</summary>
internal sealed class DebianWriter(Installer.Debian installer) : IAnswerWriter
{
    /// <summary>Groups that mean what every Debian has.</summary>
    private static readonly string[] BaseGroups = ["@core", "@base", "@minimal-environment", "@^minimal-environment"];

    /// <summary>Programs of the smallest system, besides shells.</summary>
    private static readonly string[] Interpreters = ["/usr/bin/perl", "/bin/perl"];

    public IEnumerable<ProfileFault> Check(InstallPlan plan)
    {
        foreach (var fault in DebianSettings.Of(plan).Faults)
        {
            yield return fault;
        }

        foreach (var script in plan.PreScripts.Concat(plan.PostScripts).Concat(plan.PrePackageScripts))
        {
            if (WhyNot(script, plan) is { } why)
            {
                yield return new ProfileFault(script.Path, script.Line, 0, script.Name, Attribute: null, why) { Kind = ProfileFaultKind.Element };
            }
        }

        var sentences = plan.Packages.Where(name => name is ['@', ..] && !BaseGroups.Contains(name))
            .Select(name => $"package group {name} is Enterprise Linux's, and Debian has none of that name: name packages, or give the element os=\"redhat\"")
            .Concat(DebianDisks.Faults(plan.Request.Disks))
            .Concat(NetworkdScript.WhyNot(plan.Request.Network) is { } network ? [network] : [])
            .Concat(plan.Request.Reports is not null && DebianSources.Of(plan.Request, installer) is null ? [DebianSources.WhyNot(installer)] : []);
        foreach (var sentence in sentences)
        {
            yield return new ProfileFault("", 0, 0, "", Attribute: null, sentence);
        }
    }

    public IReadOnlyList<AnswerFile> Write(InstallPlan plan)
    {
        var (settings, sources) = (DebianSettings.Of(plan), DebianSources.Of(plan.Request, installer));
        var scripts = new DebianScripts(plan, settings, sources);
        return
        [
            new AnswerFile(AnswerNames.Preseed, Preseed(plan, settings, sources)),
            new AnswerFile(AnswerNames.Early, scripts.Early()),
            new AnswerFile(AnswerNames.Disks, scripts.Disks()),
            new AnswerFile(AnswerNames.Late, scripts.Late()),
        ];
    }

    public string WriteForPeople(InstallPlan plan) => AnswerNames.Together(Write(plan with { Request = plan.Request with { Reports = null } }));

    private static string? WhyNot(PlanScript script, InstallPlan plan) =>
        plan.PrePackageScripts.Contains(script) ? "stage=\"install-pre-package\" is Anaconda's: Debian's installer has the stages install-pre and install-post"
        : script.Argument.Length > 0 ? $"arg=\"{script.Argument}\" is kickstart's: Debian's installer knows no such option"
        : DebianScripts.IsShell(script) ? null
        : plan.PreScripts.Contains(script) || script.OutsideRoot ? $"interpreter {script.Interpreter} is not in Debian's installer, which has a shell only"
        : Interpreters.Contains(script.Interpreter) || plan.Packages.Any(name => Brings(name, script.Interpreter!)) ? null
        : $"interpreter {script.Interpreter} is not on a small Debian: name the package that brings it in <package>";

    /// <summary>Whether a package is likely to have a program.</summary>
    internal static bool Brings(string package, string interpreter)
    {
        var program = interpreter[(interpreter.LastIndexOf('/') + 1)..];
        return package == program || package.StartsWith(program + "-", StringComparison.Ordinal) || package.StartsWith(program + ".", StringComparison.Ordinal);
    }

    private static string Preseed(InstallPlan plan, DebianSettings settings, DebianSources? sources)
    {
        var text = new StringBuilder("#_preseed_V1\n# Node Traversal Order\n");
        foreach (var source in plan.Sources)
        {
            text.Append($"# {source.Path} ({source.Library})\n");
        }

        Line(text, "debian-installer/locale string", settings.Locale);
        if (!settings.Locale.Contains('_', StringComparison.Ordinal))
        {
            // A locale of no country leaves the installer to ask where it is (localechooser, state 20). What would follow from that is answered below.
            Line(text, "debian-installer/language string", settings.Locale is "POSIX" ? "C" : settings.Locale.Split('.', '@')[0]);
            Line(text, "debian-installer/country string", "US");
        }

        Line(text, "keyboard-configuration/xkb-keymap select", settings.Keyboard.WithVariant());
        Line(text, "clock-setup/utc boolean", settings.IsUtc ? "true" : "false");
        Line(text, "clock-setup/ntp boolean", "false");
        Line(text, "time/zone string", settings.TimeZone);
        Line(text, "hw-detect/load_firmware boolean", "false");
        Line(text, "hw-detect/firmware-lookup string", "never");
        Line(text, "mirror/country string", "manual");
        Line(text, "mirror/protocol string", "http");
        Line(text, "mirror/http/proxy string", "");
        if (sources is not null)
        {
            Line(text, "mirror/suite string", sources.Suite.Name);
            Line(text, "mirror/udeb/suite string", sources.Suite.Name);
            Line(text, "mirror/udeb/components multiselect", "main");
            Line(text, "debian-installer/allow_unauthenticated boolean", sources.Suite.IsSigned ? "false" : "true");
        }

        Accounts(text, settings);
        Disks(text, plan);
        Line(text, "base-installer/install-recommends boolean", "false");
        Line(text, "apt-setup/services-select multiselect", "");
        Line(text, "apt-setup/enable-source-repositories boolean", "false");
        Line(text, "apt-setup/disable-cdrom-entries boolean", "true");
        Line(text, "apt-setup/cdrom/set-first boolean", "false");
        Line(text, "apt-setup/non-free-firmware boolean", "false");
        text.Append("tasksel tasksel/first multiselect\npopularity-contest popularity-contest/participate boolean false\n");
        Line(text, "pkgsel/run_tasksel boolean", "false");
        Line(text, "pkgsel/upgrade select", "none");
        Line(text, "pkgsel/update-policy select", "none");
        Line(text, "grub-installer/only_debian boolean", "true");
        Line(text, "grub-installer/with_other_os boolean", "false");
        Line(text, "debian-installer/add-kernel-opts string", settings.KernelOptions);
        Line(text, "cdrom-detect/eject boolean", "false");
        Line(text, "finish-install/reboot_in_progress note", "");
        Line(text, "debian-installer/exit/poweroff boolean", settings.PowersOff ? "true" : "false");
        foreach (var line in plan.Native)
        {
            text.Append(line).Append('\n');
        }

        if (plan.Request.Reports is { } reports)
        {
            Line(text, "preseed/early_command string", Run(reports, AnswerNames.Early));
            Line(text, "partman/early_command string", Run(reports, AnswerNames.Disks));
            Line(text, "preseed/late_command string", Run(reports, AnswerNames.Late));
        }

        return text.ToString();
    }

    private static void Accounts(StringBuilder text, DebianSettings settings)
    {
        Line(text, "passwd/root-login boolean", "true");
        Line(text, "passwd/make-user boolean", "false");
        if (settings.RootText is { } plain)
        {
            Line(text, "passwd/root-password password", plain);
            Line(text, "passwd/root-password-again password", plain);
        }
        else
        {
            // A password that nobody has. An exclamation mark would do the same, but is taken for no answer, and the question is asked.
            Line(text, "passwd/root-password-crypted password", settings.RootHash ?? "*");
        }
    }

    private static void Disks(StringBuilder text, InstallPlan plan)
    {
        Line(text, "partman-auto/method string", "regular");
        Line(text, "partman-auto/choose_recipe select", plan.Request.Disks.Table.Rows.IsEmpty ? "atomic" : DebianDisks.Recipe);
        Line(text, "partman-lvm/device_remove_lvm boolean", "true");
        Line(text, "partman-md/device_remove_md boolean", "true");
        Line(text, "partman-partitioning/confirm_write_new_label boolean", "true");
        Line(text, "partman/choose_partition select", "finish");
        Line(text, "partman/confirm boolean", "true");
        Line(text, "partman/confirm_nooverwrite boolean", "true");
        Line(text, "partman-efi/non_efi_system boolean", "true");
        Line(text, "partman-basicfilesystems/no_swap boolean", "false");
        Line(text, "partman-basicfilesystems/no_mount_point boolean", "false");
    }

    // A file that does not come is asked for again: nothing may go on without it.
    private static string Run(ReportUrls reports, string name) =>
        $"until wget -q -O /tmp/stack-{name} {reports.Answer(name)}; do sleep 2; done; sh /tmp/stack-{name}";

    private static void Line(StringBuilder text, string question, string answer) =>
        text.Append("d-i ").Append(question).Append(answer.Length > 0 ? " " : "").Append(answer).Append('\n');
}
