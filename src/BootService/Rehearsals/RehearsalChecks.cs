using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Boot;
using BootService.Core.Inventories;
using BootService.Core.Profiles;
using BootService.Core.Reasons;
using BootService.Firmware;
using BootService.Protocols.Net;
using BootService.Protocols.Road;

namespace BootService.Rehearsals;

/// <summary>Holds what a rehearsed machine met against what it should have met.</summary>
/// <param name="inventory">The state the rehearsal began with.</param>
/// <param name="host">The host that is played.</param>
/// <param name="mac">The card it boots from.</param>
/// <param name="pallets">The folder of pallets.</param>
internal sealed class RehearsalChecks(Inventory inventory, Core.Hosts.Host host, MacAddress mac, string pallets)
{
    private const long LeastRoom = 1 << 20;

    private string? _fault;

    /// <summary>Renders the profile as it would be armed now.</summary>
    public Rehearsed.Step Profile(IProfiles profiles, TimeProvider time)
    {
        var began = time.GetTimestamp();
        var step = Rendered(profiles);
        if (step.Verdict is StepVerdict.Failed)
        {
            _fault = $"the profile does not render: {step.Why}";
        }

        return step with { Took = time.GetElapsedTime(began) };
    }

    /// <summary>Looks whether the disk has room for what a boot leaves behind.</summary>
    /// <param name="data">The folder of the database.</param>
    public Rehearsed.Step Disk(string data)
    {
        var left = new DriveInfo(data).AvailableFreeSpace;
        if (left >= LeastRoom)
        {
            return Admin("disk", StepVerdict.Ok, null);
        }

        _fault ??= $"admin disk: {data} has {left} octets left on its disk, so no install can be kept; make room there";
        return Admin("disk", StepVerdict.Failed, $"{data} has {left} octets left on its disk; make room there");
    }

    /// <summary>Looks at a step that is done, and at what it brought; may turn it into a failure.</summary>
    public void Look(Firmware.Boot boot, BootStep step)
    {
        if (step is DhcpStep { Result: { Address.IsAny: false } result } && host.AddressAt(mac) is { } due && result.Address != due)
        {
            step.Verdict = StepVerdict.Failed;
            step.Why = $"it got {result.Address}, and its address is {due}";
        }

        if (step is FileStep { File: { } file } fetch && inventory.AttemptOf(host.Name) is { } attempt && Relative(fetch, attempt) is { } relative
            && TreeChecksums.Of(pallets, attempt.Pallet.Folder, relative) is { Algorithm: "sha256", Value: var digest })
        {
            var whole = digest == file.Digest;
            step.Verdict = whole ? step.Verdict : StepVerdict.Failed;
            step.Why = whole
                ? "its checksum is the pallet's"
                : $"its checksum is not the one in the pallet's .treeinfo: the file is damaged or cut short ({file.Length} octets)";
        }

        if (boot.Offer is { BootFileSize: { } announced } && step is TftpStep { File: { } loader } && step.What == boot.Offer.BootFile
            && (loader.Length + 511) / 512 * 512 != announced)
        {
            step.Verdict = StepVerdict.Warning;
            step.Why = $"DHCP announced {announced} octets and {loader.Length} came";
        }

        Note(step);
    }

    /// <summary>Remembers the first step that failed.</summary>
    public void Note(BootStep step)
    {
        if (step.Verdict is StepVerdict.Failed)
        {
            _fault ??= $"{step.Stage.ToString().ToLowerInvariant()} {step.What}: {step.Why}";
        }
    }

    /// <summary>What it all comes to.</summary>
    public Rehearsed.Result Result(Firmware.Boot boot, Persona persona, TimeProvider time)
    {
        var client = new BootClient(persona.Dhcp.Architecture == 0 ? FirmwareKind.Bios : FirmwareKind.UefiX64, BootProgram.Firmware);
        var decision = BootPolicy.Decide(inventory, mac, client, time.GetUtcNow());
        var (passed, why) = (_fault, boot.End, decision) switch
        {
            ({ } fault, _, _) => (false, fault),
            (_, BootEnd.Failed failed, _) => (false, $"{failed.Step.Stage.ToString().ToLowerInvariant()} {failed.Step.What}: {failed.Why}"),
            (_, BootEnd.Kernel, BootDecision.Run { Attempt: { } attempt }) => (true, $"as {persona.About} it installs {attempt.Pallet}"),
            (_, BootEnd.Kernel, _) => (true, "it starts its kernel"),
            (_, BootEnd.Disk disk, BootDecision.Run run) => (false, $"{ReasonSentences.Of(run.Why)}, and the machine goes to its disk: {disk.Why}"),
            (_, BootEnd.Disk disk, _) => (true, $"it boots its own disk because {ReasonSentences.Of(decision.Why)}: {disk.Why}"),
            _ => (false, "the boot came to no end"),
        };
        return new Rehearsed.Result(passed, why);
    }

    private Rehearsed.Step Rendered(IProfiles profiles)
    {
        try
        {
            var sources = profiles.Look(inventory, mayRun: true);
            return sources.Templates(host.Box).Render(sources.Preview(host)) switch
            {
                ProfileAnswer.Refused { Faults: [var fault, ..] faults } =>
                    Profiled(StepVerdict.Failed, faults.Count == 1 ? $"{fault}" : $"{fault} (and {faults.Count - 1} more)"),
                ProfileAnswer.Rendered { Missing: [var first, ..] missing } =>
                    Profiled(StepVerdict.Failed, missing.Count == 1 ? $"{first}" : $"{first} (and {missing.Count - 1} more)"),
                ProfileAnswer.Rendered rendered =>
                    Profiled(StepVerdict.Ok, null) with { Bytes = System.Text.Encoding.UTF8.GetByteCount(rendered.Profile.ToAnswerText()) },
                _ => Profiled(StepVerdict.Failed, "it renders to nothing"),
            };
        }
        catch (RefusedException refused)
        {
            // Without an OS pallet a host cannot be installed; one that is not to be installed boots all the same.
            return Profiled(inventory.AttemptOf(host.Name) is { MayInstall: true } ? StepVerdict.Failed : StepVerdict.Warning, refused.Message);
        }
    }

    private static Rehearsed.Step Profiled(StepVerdict verdict, string? why) => Admin("profile", verdict, why);

    private static Rehearsed.Step Admin(string what, StepVerdict verdict, string? why) => new(BootStage.Admin, what, verdict, why);

    // The image's names are below the boot root: os/<pallet's folder>/<file>.
    private static string? Relative(FileStep step, Core.Installs.InstallAttempt attempt)
    {
        var prefix = $"{KernelImage.Root}{attempt.Pallet.Folder}/";
        var name = step is HttpStep http ? Uri.UnescapeDataString(http.Url) : step.What;
        var at = name.IndexOf(prefix, StringComparison.Ordinal);
        return at < 0 ? null : name[(at + prefix.Length)..];
    }
}
