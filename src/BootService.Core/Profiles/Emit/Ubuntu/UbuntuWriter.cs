using System.Globalization;
using System.Text.Json.Nodes;
using BootService.Core.Installers;
using BootService.Core.Networks;
using BootService.Core.Profiles.Emit.Debian;
using BootService.Core.Profiles.Plans;

namespace BootService.Core.Profiles.Emit.Ubuntu;

/// <summary>
/// Writes autoinstall data for Ubuntu's installer for servers, as the seed of a NoCloud source, and the scripts that do what it has no answer for.
/// </summary>
internal sealed class UbuntuWriter(Installer.Ubuntu installer) : IAnswerWriter
{
    /// <summary>The attribute with a machine's memory in MB, where the admin knows it.</summary>
    public const string MemoryAttribute = "machine.memory";

    /// <summary>What the installer wants beside its own image, which lies in memory while it runs.</summary>
    private const long BesideImage = 2048;

    /// <summary>Groups that mean what every Ubuntu has.</summary>
    private static readonly string[] BaseGroups = ["@core", "@base", "@minimal-environment", "@^minimal-environment"];

    /// <summary>Programs of the smallest system, besides shells.</summary>
    private static readonly string[] Interpreters = ["/usr/bin/perl", "/bin/perl", "/usr/bin/python3"];

    public IEnumerable<ProfileFault> Check(InstallPlan plan)
    {
        foreach (var fault in DebianSettings.Of(plan, "Ubuntu").Faults)
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
            .Select(name => $"package group {name} is Enterprise Linux's, and Ubuntu has none of that name: name packages, or give the element os=\"redhat\"")
            .Concat(UbuntuDisks.Faults(plan.Request.Disks))
            .Concat(Netplan.WhyNot(plan.Request.Network) is { } network ? [network] : [])
            .Concat(TreeMerge.Of(plan.Native, Installer.Ubuntu.Os).Fault is { } native ? [native] : [])
            .Concat(TooSmall(plan.Request) is { } small ? [small] : [])
            .Concat(plan.Request.Reports is not null && Sources(plan) is null
                ? [$"no enabled pallet has the archive of Ubuntu {installer.Release} (dists/{installer.Suite}): add its live-server ISO with \"stack add "
                    + "pallet\", and enable it"] : []);
        foreach (var sentence in sentences)
        {
            yield return new ProfileFault("", 0, 0, "", Attribute: null, sentence);
        }
    }

    public IReadOnlyList<AnswerFile> Write(InstallPlan plan)
    {
        var settings = DebianSettings.Of(plan, "Ubuntu");
        var scripts = new UbuntuScripts(plan, settings, Sources(plan));
        return
        [
            new AnswerFile(AnswerNames.UserData, UserData(plan, settings)),
            new AnswerFile(
                AnswerNames.MetaData, Yaml.Write(new JsonObject { ["instance-id"] = plan.Request.Host, ["local-hostname"] = plan.Request.Host })),
            new AnswerFile(AnswerNames.VendorData, "#cloud-config\n{}\n"),
            new AnswerFile(AnswerNames.Early, scripts.Early()),
            new AnswerFile(AnswerNames.Late, scripts.Late()),
        ];
    }

    public string WriteForPeople(InstallPlan plan) => AnswerNames.Together(Write(plan with { Request = plan.Request with { Reports = null } }));

    private DebianSources? Sources(InstallPlan plan) => DebianSources.Of(plan.Request, installer.Suite, needsInstaller: false);

    /// <summary>Why the machine's memory cannot hold the installer; null when it can, or when nobody said how much there is.</summary>
    private static string? TooSmall(ProfileRequest request)
    {
        if (request.ImageBytes == 0 || !long.TryParse(request.Attributes(MemoryAttribute), NumberStyles.None, CultureInfo.InvariantCulture, out var memory))
        {
            return null;
        }

        var image = request.ImageBytes >> 20;
        return memory >= image + BesideImage ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"attribute {MemoryAttribute} says that this machine has {memory} MB, and Ubuntu's installer keeps its whole image of {image} MB in memory: ")
                + string.Create(
                    CultureInfo.InvariantCulture,
                    $"it wants {image + BesideImage} MB to install in, so give the machine more, or install an os with a smaller installer");
    }

    private static string? WhyNot(PlanScript script, InstallPlan plan) =>
        plan.PrePackageScripts.Contains(script) ? "stage=\"install-pre-package\" is Anaconda's: Ubuntu's installer has the stages install-pre and install-post"
        : script.Argument.Length > 0 ? $"arg=\"{script.Argument}\" is kickstart's: Ubuntu's installer knows no such option"
        : DebianScripts.IsShell(script) ? null
        : plan.PreScripts.Contains(script) ? $"interpreter {script.Interpreter} cannot be had before Ubuntu's installer: write it for the shell"
        : Interpreters.Contains(script.Interpreter) || plan.Packages.Any(name => DebianWriter.Brings(name, script.Interpreter!)) ? null
        : $"interpreter {script.Interpreter} is not on a small Ubuntu: name the package that brings it in <package>";

    private static string UserData(InstallPlan plan, DebianSettings settings)
    {
        var body = new JsonObject
        {
            ["version"] = 1,
            ["locale"] = settings.Locale,
            ["keyboard"] = new JsonObject { ["layout"] = settings.Keyboard.Layout, ["variant"] = settings.Keyboard.Variant },
            ["timezone"] = settings.TimeZone,
            ["refresh-installer"] = new JsonObject { ["update"] = false },
            ["apt"] = new JsonObject { ["fallback"] = "offline-install", ["geoip"] = false },
            ["updates"] = "security",
            ["ssh"] = new JsonObject { ["install-server"] = true, ["allow-pw"] = true },
            ["storage"] = UbuntuDisks.Section(plan.Request.Disks),

            // Users are made by the last script, as on every system; without this one the installer asks for one, and cloud-init makes its own.
            ["user-data"] =
                new JsonObject
                {
                    ["hostname"] = plan.Request.Host,
                    ["disable_root"] = false,
                    ["ssh_deletekeys"] = false,
                    ["users"] = new JsonArray(new JsonObject { ["name"] = "root", ["lock_passwd"] = false })
                },
            ["shutdown"] = settings.PowersOff ? "poweroff" : "reboot",
        };
        if (plan.Request.Reports is { } reports)
        {
            body["reporting"] = new JsonObject { ["stack"] = new JsonObject { ["type"] = "webhook", ["endpoint"] = reports.Webhook } };
            body["early-commands"] = new JsonArray(Run(reports, AnswerNames.Early));
            body["late-commands"] = new JsonArray(Run(reports, AnswerNames.Late));
            body["error-commands"] = new JsonArray(UbuntuScripts.Error(reports));
        }

        foreach (var native in TreeMerge.Of(plan.Native, Installer.Ubuntu.Os).Trees)
        {
            TreeMerge.Into(body, native);
        }

        var sources = string.Concat(plan.Sources.Select(source => $"# {source.Path} ({source.Library})\n"));
        return $"#cloud-config\n# Node Traversal Order\n{sources}{Yaml.Write(new JsonObject { ["autoinstall"] = body })}";
    }

    // A file that does not come is asked for again: nothing may go on without it.
    private static string Run(ReportUrls reports, string name) =>
        $"until wget -q -O /tmp/stack-{name} {reports.Answer(name)}; do sleep 2; done; sh /tmp/stack-{name}";
}
