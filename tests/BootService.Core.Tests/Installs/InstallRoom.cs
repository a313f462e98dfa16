using BootService.Core.Boot;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using Xunit;

namespace BootService.Core.Tests.Installs;

/// <summary>What goes wrong at a step of the model.</summary>
public enum Mishap
{
    /// <summary>Nothing; also what is told behind its answer is heard of now.</summary>
    None,

    /// <summary>All goes well, and what is told behind its answer still waits.</summary>
    Delay,

    /// <summary>The machine is switched off and on.</summary>
    PowerCycle,

    /// <summary>The daemon is killed before it hears of the step: what waited in memory is gone.</summary>
    CrashBefore,

    /// <summary>The daemon is killed after it has kept the step and before it has answered.</summary>
    CrashAfter,

    /// <summary>What the machine says does not arrive.</summary>
    RequestLost,

    /// <summary>What the machine says arrives, and the answer does not.</summary>
    AnswerLost,

    /// <summary>What the machine says arrives twice.</summary>
    SaidTwice,

    /// <summary>The clock is set back by days.</summary>
    ClockBack,

    /// <summary>The clock is set forward by days.</summary>
    ClockForward,

    /// <summary>The machine is silent past any deadline.</summary>
    Silence,

    /// <summary>The installer gives up.</summary>
    InstallerBreaks,

    /// <summary>While the machine's request waits, the installed system says that it is done, late or again.</summary>
    DoneMeanwhile,

    /// <summary>While the machine's request waits, the admin sets its action to os.</summary>
    CancelledMeanwhile,

    /// <summary>While the machine's request waits, the admin arms it anew.</summary>
    ArmedMeanwhile,
}

/// <summary>
/// One machine in one room with one frontend: the frontend's decisions are the real ones, the machine does what machines do. A step is one thing the machine
/// does.
/// </summary>
internal sealed class InstallRoom
{
    private const int Tries = 3;

    private static readonly HostName Name = Cluster.Name("backend-0-0");

    private readonly Queue<(InstallAttempt Attempt, DateTimeOffset At)> _told = [];
    private readonly HashSet<long> _over = [];
    private Inventory _kept = Cluster.Inventory().Arm(0);
    private string _secret;
    private int _allowed;
    private DateTimeOffset _now = Cluster.Noon;
    private Phase _phase = Phase.Firmware;
    private int _uncounted;
    private int _tries;
    private bool _hasSystem;
    private bool _doneIsKept;

    public InstallRoom() => (_secret, _allowed) = (Attempt.Secret, Attempt.Allowed);

    private enum Phase
    {
        /// <summary>It asks what to boot.</summary>
        Firmware,

        /// <summary>Its installer asks for the kickstart.</summary>
        Kickstart,

        /// <summary>Its disk is wiped and its installer reports a stage.</summary>
        Stage,

        /// <summary>It is installed and says so.</summary>
        Done,

        /// <summary>It is up from its disk and says so.</summary>
        Up,

        /// <summary>It does nothing any more.</summary>
        Rest,
    }

    /// <summary>How often an installer was started.</summary>
    public int Handouts { get; private set; }

    /// <summary>How often a disk was wiped.</summary>
    public int Wipes { get; private set; }

    public bool IsReporting => _phase is Phase.Done or Phase.Up;

    public bool IsUp => _phase is Phase.Up or Phase.Rest && _hasSystem;

    public InstallAttempt Attempt => _kept.AttemptOf(Name)!;

    /// <summary>The machine does its next thing, and this goes wrong.</summary>
    public void Step(Mishap mishap, int size)
    {
        switch (mishap)
        {
            case Mishap.PowerCycle:
                (_phase, _tries) = (Phase.Firmware, 0);
                return;
            case Mishap.ClockBack or Mishap.ClockForward:
                _now = _now.AddDays(mishap is Mishap.ClockBack ? -(size + 1) : size + 1);
                break;
            case Mishap.Silence:
                _now = _now.AddHours(3);
                Keep(new AttemptSignal.Tick(), Attempt);
                return;
            case Mishap.CrashBefore:
                Crash();
                Say(null);
                return;
            case Mishap.InstallerBreaks when _phase is Phase.Stage:
                Keep(new AttemptSignal.Broke("no disk was found"), Attempt);
                _phase = Phase.Rest;
                return;
        }

        _now = _now.AddSeconds(97);
        Say(mishap);
        if (mishap is Mishap.CrashAfter)
        {
            Crash();
        }
        else if (mishap is not Mishap.Delay)
        {
            Hear();
        }

        Look();
    }

    /// <summary>Nothing goes wrong any more; the machine is switched on again if it stands still, and must come to an end.</summary>
    public void ComeToRest()
    {
        for (var boot = 0; boot < 2 * Tries; boot++)
        {
            for (var step = 0; step < 10 && _phase is not Phase.Rest; step++)
            {
                Step(Mishap.None, 0);
            }

            Assert.Equal(Phase.Rest, _phase);
            _now = _now.AddDays(400);
            Keep(new AttemptSignal.Tick(), Attempt);
            _phase = Phase.Firmware;
        }

        // Whatever it was: it stays so, and is not installed again.
        var (ended, wipes) = (Attempt, Wipes);
        Step(Mishap.None, 0);
        Assert.Equal(wipes, Wipes);
        Assert.True(
            ended.State is AttemptState.Confirmed or AttemptState.Staged
                ? _hasSystem
                : ended is { State: AttemptState.Failed or AttemptState.Stuck or AttemptState.Cancelled, Why.Length: > 0 },
            $"it ended {ended}");
        Assert.Equal(BootAction.Os, _kept.HostOf(Name)!.Action);
        if (ended.State is AttemptState.Stuck && ended.LastStep.Length > 0)
        {
            Assert.Contains(ended.LastStep, ended.Why, StringComparison.Ordinal);
        }
    }

    /// <summary>What must be true at every moment.</summary>
    private void Look()
    {
        Assert.True(
            Handouts <= _allowed + _uncounted, $"the installer was started {Handouts} times, {_uncounted} of them while the daemon was killed: {Attempt}");
        Assert.True(Attempt.Handouts <= Attempt.Allowed);
        Assert.Equal(Attempt.MayInstall, _kept.HostOf(Name)!.Action is BootAction.Install);
    }

    private void Say(Mishap? mishap)
    {
        var arrives = mishap is not (null or Mishap.RequestLost);
        var heard = mishap is not (null or Mishap.RequestLost or Mishap.AnswerLost or Mishap.CrashAfter);
        switch (_phase)
        {
            case Phase.Firmware when arrives:
                Boot(heard);
                break;
            case Phase.Firmware:
                // Its firmware gives up on the network and goes to the disk.
                _phase = _hasSystem ? Phase.Up : Phase.Rest;
                break;
            case Phase.Kickstart:
                FetchKickstart(mishap, arrives, heard);
                break;
            case Phase.Stage:
                Report(new AttemptSignal.StageReached("post"), arrives, isTwice: mishap is Mishap.SaidTwice);
                (_phase, _hasSystem) = (Phase.Done, true);
                break;
            case Phase.Done:
                _doneIsKept |= Report(new AttemptSignal.Done(), arrives, isTwice: mishap is Mishap.SaidTwice);
                Repeat(heard, Phase.Firmware);
                break;
            case Phase.Up:
                Report(new AttemptSignal.Up(), arrives, isTwice: mishap is Mishap.SaidTwice);
                Repeat(heard, Phase.Rest);
                break;
        }
    }

    private void Boot(bool heard)
    {
        // Switching a machine off and on takes longer than anything waits in memory.
        Hear();
        var decision = BootPolicy.Decide(_kept, Cluster.Mac(0), new BootClient(FirmwareKind.Bios, BootProgram.Pxelinux), _now);
        if (decision is not BootDecision.Run { Attempt: { } attempt })
        {
            if (decision is BootDecision.Local { Ended: { } ended })
            {
                _told.Enqueue((ended, _now));
            }

            _phase = _hasSystem ? Phase.Up : Phase.Rest;
            return;
        }

        Assert.False(_doneIsKept, "an installed machine was told to install");
        _told.Enqueue((attempt, _now));
        _secret = attempt.Secret;
        Handouts++;
        _phase = heard ? Phase.Kickstart : Phase.Rest;
    }

    /// <summary>The request is judged when it comes and waits for the writer: what waits there before it happens first.</summary>
    private void FetchKickstart(Mishap? mishap, bool arrives, bool heard)
    {
        if (!arrives || _kept.AttemptOf(_secret) is not { MayInstall: true } asked)
        {
            _phase = Phase.Rest;
            return;
        }

        Meanwhile(mishap, asked);
        Keep(new AttemptSignal.KickstartFetched(Cluster.Backend(0).Address!.Value), asked);
        var leaves = asked.MayDeliver(Attempt);
        Assert.Equal(!_over.Contains(asked.Id), leaves);
        if (leaves && heard)
        {
            Assert.False(_doneIsKept, "an installed machine was wiped");
            Wipes++;
            _hasSystem = false;
        }

        _phase = leaves && heard ? Phase.Stage : Phase.Rest;
    }

    private void Meanwhile(Mishap? mishap, InstallAttempt asked)
    {
        switch (mishap)
        {
            case Mishap.DoneMeanwhile:
                // Whatever is on its disk says so: an install that was slow, or the one before it.
                Keep(new AttemptSignal.Done(), asked);
                (_doneIsKept, _hasSystem) = (true, true);
                break;
            case Mishap.CancelledMeanwhile:
                Change(Arming.Os(_kept, _kept.HostOf(Name)!, _now));
                break;
            case Mishap.ArmedMeanwhile:
                Change(Arming.Install(_kept, _kept.HostOf(Name)!, _now, InstallAttempt.NewSecret(), _ => "kickstart"));
                _over.Add(asked.Id);
                _allowed += Attempt.Allowed;
                _doneIsKept = false;
                break;
        }
    }

    private bool Report(AttemptSignal signal, bool arrives, bool isTwice)
    {
        if (!arrives || _kept.AttemptOf(_secret) is not { } attempt)
        {
            return false;
        }

        Keep(signal, attempt);
        if (isTwice)
        {
            Keep(signal, attempt);
        }

        return true;
    }

    private void Repeat(bool heard, Phase next) => (_phase, _tries) = heard || ++_tries == Tries ? (next, 0) : (_phase, _tries);

    private void Hear()
    {
        while (_told.TryDequeue(out var told))
        {
            Keep(new AttemptSignal.HandedOut(), told.Attempt, told.At);
        }
    }

    private void Crash()
    {
        _uncounted += _told.Count(told => told.Attempt.Handouts < told.Attempt.Allowed);
        _told.Clear();
    }

    private void Keep(AttemptSignal signal, InstallAttempt attempt, DateTimeOffset? at = null) =>
        Change(AttemptLedger.Changes(_kept, attempt, signal, at ?? _now));

    private void Change(IEnumerable<Change> changes)
    {
        _kept = _kept.With(changes);
        if (!Attempt.MayInstall)
        {
            _over.Add(Attempt.Id);
        }
    }
}
