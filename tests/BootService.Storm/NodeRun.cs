using BootService.Firmware;
using BootService.Firmware.Running;
using BootService.Protocols.Net;
using BootService.Protocols.Road;

namespace BootService.Storm;

/// <summary>What became of one stage of one machine.</summary>
internal struct StageRun
{
    /// <summary>Time spent in it.</summary>
    public TimeSpan Took;

    /// <summary>When its last step was done, since the storm began; zero when it never came so far.</summary>
    public TimeSpan DoneAt;

    /// <summary>Octets received.</summary>
    public long Bytes;

    /// <summary>How often the machine had to ask again.</summary>
    public int Repeats;
}

/// <summary>One machine of the storm.</summary>
/// <param name="persona">Its kind.</param>
/// <param name="mac">Its card.</param>
/// <param name="address">Its address.</param>
internal sealed class NodeRun(Persona persona, MacAddress mac, Ipv4 address)
{
    private const string Kickstarts = "/install/ks/";

    private readonly StageRun[] _stages = new StageRun[Enum.GetValues<StormStage>().Length];

    /// <summary>Its kind.</summary>
    public Persona Persona => persona;

    /// <summary>Its stages, in their order.</summary>
    public IReadOnlyList<StageRun> Stages => _stages;

    /// <summary>Whether it has done a step of a stage. Any thread may ask; it may learn of it late.</summary>
    public bool IsPast(StormStage stage) => _stages[(int)stage].DoneAt > TimeSpan.Zero;

    /// <summary>Where and why it stands still; null when it came to its kickstart.</summary>
    public (StormStage Stage, string Why)? Failure { get; private set; }

    /// <summary>How often it was reset and began anew, because a boot failed.</summary>
    public int Resets { get; private set; }

    /// <summary>Whether the frontend has acknowledged that it is installed.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Boots it, on the caller's thread.</summary>
    /// <param name="lan">Whom it boots from, and how long.</param>
    /// <param name="cancel">Ends the storm.</param>
    /// <returns>Whether it came to its kickstart.</returns>
    public bool Boot(StormWire lan, CancellationToken cancel)
    {
        // In a hurry only where firmware waits for something better; a silent server is waited for as long as it would.
        var runner = new PersonaRunner(
            new RunnerSettings(
                address, lan.Server)
            {
                SecondServer = lan.Second,
                Way = BroadcastWay.Relayed,
                Hurry = true,
                Patience = TimeSpan.FromHours(1),
                Settling = TimeSpan.Zero,
                HttpPatience = TimeSpan.FromSeconds(lan.Second is null ? 60 : 10)
            }, lan.Time);
        for (Resets = 0; ; Resets++)
        {
            var kickstart = Boot(runner, lan, cancel);
            if (Failure is null && kickstart is not null)
            {
                IsDone = lan.Second is not null && Report(runner, kickstart, cancel);
                return true;
            }

            // Where a frontend may go away a machine is reset as its owner would: the boot begins anew.
            if (lan.Second is null || Resets == StormWire.MostResets || cancel.IsCancellationRequested)
            {
                return Failure is null;
            }
        }
    }

    private HttpStep? Boot(PersonaRunner runner, StormWire lan, CancellationToken cancel)
    {
        var boot = new Firmware.Boot(persona, new Machine(mac), new ServicePorts());
        var last = StormStage.Dhcp;
        HttpStep? kickstart = null;
        try
        {
            foreach (var step in runner.Run(boot, cancel))
            {
                last = StormStages.Of(step);
                ref var stage = ref _stages[(int)last];
                stage.Took += step.Elapsed;
                stage.DoneAt = lan.Time.GetElapsedTime(lan.Began);
                stage.Bytes += step.Bytes;
                stage.Repeats += step.Repeats;
                kickstart ??= step is HttpStep http && http.Url.Contains(Kickstarts, StringComparison.Ordinal) ? http : null;
            }
        }
        catch (OperationCanceledException)
        {
            Failure = (last, "the storm's time was up");
            return null;
        }

        Failure = boot.End switch
        {
            BootEnd.Kernel when _stages[(int)StormStage.Kickstart].Bytes > 0 => null,
            BootEnd.Kernel => (StormStage.Kickstart, "its kernel was told of no kickstart"),
            BootEnd.Failed failed => (StormStages.Of(failed.Step), failed.Why),
            BootEnd.Disk disk => (last, $"it went to its disk: {disk.Why}"),
            _ => (last, "it came to no end"),
        };
        return kickstart;
    }

    // As the node's own script does: until it is acknowledged.
    private static bool Report(PersonaRunner runner, HttpStep kickstart, CancellationToken cancel)
    {
        var url = kickstart.Url.Replace(Kickstarts, "/install/done/", StringComparison.Ordinal);
        while (!cancel.IsCancellationRequested)
        {
            var report = new HttpStep(kickstart.Dialect, url, "done", BootStage.Done);
            runner.CarryOut(report, new ServicePorts(), cancel);
            if (report.Verdict is StepVerdict.Ok)
            {
                return true;
            }

            cancel.WaitHandle.WaitOne(TimeSpan.FromSeconds(1));
        }

        return false;
    }
}

/// <summary>What machines boot from.</summary>
/// <param name="Server">Whom a relay asks.</param>
/// <param name="Second">Whom it asks besides; null for nobody.</param>
/// <param name="Began">The clock's stamp when the storm began.</param>
/// <param name="Time">The clock.</param>
internal sealed record StormWire(Ipv4 Server, Ipv4? Second, long Began, TimeProvider Time)
{
    /// <summary>An attempt hands its installer out three times.</summary>
    public const int MostResets = 2;
}
