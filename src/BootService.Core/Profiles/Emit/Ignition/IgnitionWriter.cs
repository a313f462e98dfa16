using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BootService.Core.Installers;
using BootService.Core.Profiles.Emit.Debian;
using BootService.Core.Profiles.Plans;

namespace BootService.Core.Profiles.Emit.Ignition;

/// <summary>
/// Writes what image systems are configured by: one configuration of the live system, in which a unit puts the image on the disk and reports, and one of
/// the installed system (Ignition's specification 3.3.0). What an image cannot have is refused by name.
/// </summary>
internal sealed class IgnitionWriter(Installer.Ignition installer) : IAnswerWriter
{
    private const string Specification = "3.3.0";

    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Groups and packages that every image has under some name.</summary>
    private static readonly string[] Present = ["@core", "@base", "@minimal-environment", "@^minimal-environment", "curl", "openssh-server", "chrony", "sudo"];

    public IEnumerable<ProfileFault> Check(InstallPlan plan)
    {
        var settings = DebianSettings.Of(plan, installer.Name);
        foreach (var fault in settings.Faults)
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

        var packages = plan.Packages.Where(name => !Present.Contains(name.TrimStart('-'))).ToArray();
        var sentences =
            (packages.Length == 0
                ? []
                : (string[])[$"{installer.Name} is an image and takes no packages, and the profile {(packages[0][0] is '-' ? "leaves out" : "asks for")} "
                + $"{packages[0].TrimStart('-')}{(packages.Length > 1 ? $" (and {packages.Length - 1} more)" : "")}: give the element os=\"redhat\", or run it "
                    + "as a container"])
            .Concat(
                settings.OpenPorts is null
                    ? []
                    : [$"<firewall> has nothing to set on {installer.Name}, which comes without one: give it os=\"redhat\", or write its rules as a file"])
            .Concat(IgnitionDisks.Faults(plan.Request.Disks, installer))
            .Concat(plan.Request.Network.Modules.Select(wish =>
                $"interface {wish.Link} wants module {wish.Module}, which is not written for {installer.Name}: give it options=noreport, or take module away"))
            .Concat(
                plan.Request.Network.IsBootCardOnly
                    ? []
                    : [$"the host has interfaces beside the card it boots from, whose configuration is not written for {installer.Name} yet: "
                + "give them options=noreport and write their files into <post>"])
            .Concat(plan.Request.Firewall.IsNone ? [] : [$"the host has firewall rules, and {installer.Name} comes without a firewall: write them as a file"])
            .Concat(TreeMerge.Of(plan.Native, Installer.Ignition.Os).Fault is { } native ? [native] : []);
        foreach (var sentence in sentences)
        {
            yield return new ProfileFault("", 0, 0, "", Attribute: null, sentence);
        }
    }

    public IReadOnlyList<AnswerFile> Write(InstallPlan plan)
    {
        var (settings, scripts, reports) = (DebianSettings.Of(plan, installer.Name), new IgnitionScripts(plan, installer), plan.Request.Reports);
        return
        [
            new AnswerFile(AnswerNames.Live, Text(Live(reports))),
            new AnswerFile(AnswerNames.Install, scripts.Install(reports)),
            new AnswerFile(AnswerNames.Config, Text(Config(plan, settings, scripts))),
        ];
    }

    public string WriteForPeople(InstallPlan plan) => AnswerNames.Together(Write(plan with { Request = plan.Request with { Reports = null } }));

    private string? WhyNot(PlanScript script, InstallPlan plan) =>
        plan.PrePackageScripts.Contains(script) ? "stage=\"install-pre-package\" is Anaconda's: an image has no packages"
        : plan.PreScripts.Contains(script) ? $"<pre> runs in an installer, and {installer.Name} is put on the disk as an image: give it os=\"redhat\""
        : script.OutsideRoot
            ? $"chroot=\"false\" runs in an installer, and {installer.Name} runs its scripts at its first boot: leave it out, or give the element os=\"redhat\""
        : script.Argument.Length > 0 ? $"arg=\"{script.Argument}\" is kickstart's: {installer.Name} knows no such option"
        : DebianScripts.IsShell(script) ? null
        : $"interpreter {script.Interpreter} is not in the image of {installer.Name}: write it for the shell";

    /// <summary>The live system has one unit, whose script it fetches by itself.</summary>
    private static JsonObject Live(ReportUrls? reports) => new()
    {
        ["ignition"] = new JsonObject { ["version"] = Specification },
        ["storage"] = new JsonObject
        {
            ["files"] = new JsonArray(new JsonObject
            {
                ["path"] = "/etc/stack/install",
                ["mode"] = 0x1C0,
                ["contents"] = new JsonObject { ["source"] = reports?.Answer(AnswerNames.Install) ?? "data:," },
            }),
        },
        ["systemd"] = new JsonObject
        {
            ["units"] = new JsonArray(new JsonObject
            {
                ["name"] = "stack-install.service",
                ["enabled"] = true,
                ["contents"] =
                    "[Unit]\nDescription=Put the system on its "
                        + "disk\nWants=network-online.target\nAfter=network-online.target\n\n[Service]\nType=oneshot\nTimeoutStartSec=infinity\n"
                    + "ExecStart=/bin/bash /etc/stack/install\n\n[Install]\nWantedBy=multi-user.target\n",
            }),
        },
    };

    private JsonObject Config(InstallPlan plan, DebianSettings settings, IgnitionScripts scripts)
    {
        var (files, units, storage, reports) = (new JsonArray(), new JsonArray(), new JsonObject(), plan.Request.Reports);
        void File(string path, string text, int mode = 0x1A4) => files.Add(new JsonObject
        {
            ["path"] = path,
            ["mode"] = mode,
            ["overwrite"] = true,
            ["contents"] = new JsonObject { ["source"] = Data(text) },
        });
        File("/etc/hostname", plan.Request.Host + "\n");
        var (layouts, variants) = (settings.Keyboards.Select(one => one.Layout), settings.Keyboards.Select(one => one.Variant));
        File("/etc/vconsole.conf", $"KEYMAP={settings.Keyboard.Console}\n"
            + (settings.Keyboards.Count > 1 ? $"XKBLAYOUT={string.Join(',', layouts)}\nXKBVARIANT={string.Join(',', variants)}\n" : ""));
        var number = 0;
        foreach (var post in plan.PostScripts)
        {
            File($"{IgnitionScripts.Folder}/post-{++number}", IgnitionScripts.Post(post), 0x1C0);
        }

        if (plan.EarlyBoot.Trim().Length > 0)
        {
            File($"{IgnitionScripts.Folder}/boot-early", "#!/bin/bash\n" + plan.EarlyBoot, 0x1C0);
            units.Add(
                Unit("stack-early.service",
                    "[Unit]\nDescription=What the profile left for the first boot, "
                        + $"early\nConditionPathExists={IgnitionScripts.Folder}/boot-early\nDefaultDependencies=no\n"
                + "After=local-fs.target\nBefore=network-pre.target\nWants=network-pre.target\n\n[Service]\nType=oneshot\nExecStart=/bin/bash "
                    + $"{IgnitionScripts.Folder}/boot-early\n\n[Install]\nWantedBy=multi-user.target\n"));
        }

        if (plan.LateBoot.Trim().Length > 0)
        {
            File($"{IgnitionScripts.Folder}/boot-late", "#!/bin/bash\n" + plan.LateBoot, 0x1C0);
        }

        if (reports is not null)
        {
            File($"{IgnitionScripts.Folder}/report", ReportScript.Program, 0x1C0);
        }

        File($"{IgnitionScripts.Folder}/first", scripts.FirstBoot(reports), 0x1C0);
        units.Add(
            Unit("stack-first.service",
                "[Unit]\nDescription=What the profile left for the first boot, and the word that the system is "
                    + "up\nWants=network-online.target\nAfter=network-online.target\n"
            + $"ConditionPathExists={IgnitionScripts.Folder}/first\n\n[Service]\nType=oneshot\nTimeoutStartSec=infinity\nExecStart=/bin/bash "
                + $"{IgnitionScripts.Folder}/first\n\n[Install]\nWantedBy=multi-user.target\n"));
        foreach (var service in settings.Enabled)
        {
            units.Add(new JsonObject { ["name"] = Service(service), ["enabled"] = true });
        }

        foreach (var service in settings.Disabled)
        {
            units.Add(new JsonObject { ["name"] = Service(service), ["enabled"] = false });
        }

        IgnitionDisks.Add(plan.Request.Disks, installer, storage, units);
        storage["files"] = files;
        storage["links"] = new JsonArray(
            new JsonObject { ["path"] = "/etc/localtime", ["target"] = $"../usr/share/zoneinfo/{settings.TimeZone}", ["overwrite"] = true });
        var config = new JsonObject
        {
            ["ignition"] = new JsonObject { ["version"] = Specification },
            ["passwd"] = Accounts(settings),
            ["storage"] = storage,
            ["systemd"] = new JsonObject { ["units"] = units },
        };
        if (settings.KernelOptions.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } options)
        {
            config["kernelArguments"] = new JsonObject { ["shouldExist"] = new JsonArray([.. options.Distinct().Select(option => (JsonNode)option)]) };
        }

        foreach (var native in TreeMerge.Of(plan.Native, Installer.Ignition.Os).Trees)
        {
            TreeMerge.Into(config, native);
        }

        return config;
    }

    private static JsonObject Accounts(DebianSettings settings)
    {
        var users = new JsonArray();
        JsonArray? Keys(string name) =>
            settings.Keys.Where(key => key.Key == name).Select(key => (JsonNode)key.Value).ToArray() is { Length: > 0 } keys ? new JsonArray(keys) : null;
        void User(JsonObject user, string name, string? hash)
        {
            if (hash is not null)
            {
                user["passwordHash"] = hash;
            }

            if (Keys(name) is { } keys)
            {
                user["sshAuthorizedKeys"] = keys;
            }

            users.Add(user);
        }

        User(new JsonObject { ["name"] = "root" }, "root", settings.RootHash);
        foreach (var wanted in settings.Users)
        {
            var user = new JsonObject { ["name"] = wanted.Name };
            foreach (var (field, value) in new[] { ("shell", wanted.Shell), ("gecos", wanted.FullName), ("homeDir", wanted.Home) })
            {
                if (value is not null)
                {
                    user[field] = value;
                }
            }

            if (long.TryParse(wanted.Uid, out var uid))
            {
                user["uid"] = uid;
            }

            if (wanted.Groups.Count > 0)
            {
                user["groups"] = new JsonArray([.. wanted.Groups.Select(group => (JsonNode)group)]);
            }

            if (wanted.Gid is { } own)
            {
                // It knows primary groups by name: the one that has the number, else one of the user's own.
                var named = settings.Groups.FirstOrDefault(group => group.Value == own).Key;
                user["primaryGroup"] = named ?? wanted.Name;
                settings.Groups.AddRange(named is null ? [KeyValuePair.Create<string, string?>(wanted.Name, own)] : []);
            }

            User(user, wanted.Name, wanted.Password);
        }

        var accounts = new JsonObject { ["users"] = users };
        if (settings.Groups.Count > 0)
        {
            accounts["groups"] = new JsonArray([.. settings.Groups.Select(Group)]);
        }

        return accounts;
    }

    private static JsonNode Group(KeyValuePair<string, string?> group)
    {
        var made = new JsonObject { ["name"] = group.Key };
        if (long.TryParse(group.Value, out var gid))
        {
            made["gid"] = gid;
        }

        return made;
    }

    private static JsonObject Unit(string name, string text) => new() { ["name"] = name, ["enabled"] = true, ["contents"] = text };

    private static string Service(string name) => name.Contains('.', StringComparison.Ordinal) ? name : name + ".service";

    private static string Data(string text) => "data:;base64," + Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Text(JsonObject tree) => tree.ToJsonString(Indented) + "\n";
}
