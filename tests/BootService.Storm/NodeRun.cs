using BootService.Firmware;
using BootService.Firmware.Running;
using BootService.Protocols.Net;

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
    private readonly StageRun[] _stages = new StageRun[Enum.GetValues<StormStage>().Length];

    /// <summary>Its kind.</summary>
    public Persona Persona => persona;

    /// <summary>Its stages, in their order.</summary>
    public IReadOnlyList<StageRun> Stages => _stages;

    /// <summary>Whether it has done a step of a stage. Any thread may ask; it may learn of it late.</summary>
    public bool IsPast(StormStage stage) => _stages[(int)stage].DoneAt > TimeSpan.Zero;

    /// <summary>Where and why it stands still; null when it came to its kickstart.</summary>
    public (StormStage Stage, string Why)? Failure { get; private set; }

    /// <summary>Boots it, on the caller's thread.</summary>
    /// <param name="server">Whom it boots from.</param>
    /// <param name="began">The clock's stamp when the storm began.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancel">Ends the storm.</param>
    /// <returns>Whether it came to its kickstart.</returns>
    public bool Boot(Ipv4 server, long began, TimeProvider time, CancellationToken cancel)
    {
        // In a hurry only where firmware waits for something better; a silent server is waited for as long as it would.
        var runner = new PersonaRunner(
            new RunnerSettings(
                address, server)
            {
                Way = BroadcastWay.Relayed,
                Hurry = true,
                Patience = TimeSpan.FromHours(1),
                Settling = TimeSpan.Zero,
                HttpPatience = TimeSpan.FromSeconds(60)
            }, time);
        var boot = new Firmware.Boot(persona, new Machine(mac), new ServicePorts());
        var last = StormStage.Dhcp;
        try
        {
            foreach (var step in runner.Run(boot, cancel))
            {
                last = StormStages.Of(step);
                ref var stage = ref _stages[(int)last];
                stage.Took += step.Elapsed;
                stage.DoneAt = time.GetElapsedTime(began);
                stage.Bytes += step.Bytes;
                stage.Repeats += step.Repeats;
            }
        }
        catch (OperationCanceledException)
        {
            Failure = (last, "the storm's time was up");
            return false;
        }

        Failure = boot.End switch
        {
            BootEnd.Kernel when _stages[(int)StormStage.Kickstart].Bytes > 0 => null,
            BootEnd.Kernel => (StormStage.Kickstart, "its kernel was told of no kickstart"),
            BootEnd.Failed failed => (StormStages.Of(failed.Step), failed.Why),
            BootEnd.Disk disk => (last, $"it went to its disk: {disk.Why}"),
            _ => (last, "it came to no end"),
        };
        return Failure is null;
    }
}
