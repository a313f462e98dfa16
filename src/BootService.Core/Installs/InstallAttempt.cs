using System.Security.Cryptography;
using BootService.Core.Hosts;
using BootService.Protocols.Net;

namespace BootService.Core.Installs;

/// <summary>One promise to install one host: a value, changed only by <see cref="On"/>.</summary>
/// <param name="Id">Its number, rising over the life of the appliance.</param>
/// <param name="Host">Whom it installs.</param>
/// <param name="Secret">256 random bits as 43 characters of base64url; whoever has it is believed to be the node. Never logged.</param>
/// <param name="Armed">When it was asked for.</param>
/// <param name="Allowed">How often the installer may be handed out.</param>
/// <param name="Patience">How long the node may be silent once the installer was handed out.</param>
public sealed record InstallAttempt(long Id, HostName Host, string Secret, DateTimeOffset Armed, int Allowed, TimeSpan Patience)
{
    /// <summary>A loader that asks again within this time, and has not got further, is the same boot trying again: it costs no hand-out.</summary>
    private static readonly TimeSpan SameBoot = TimeSpan.FromSeconds(60);

    /// <summary>The least time that is kept.</summary>
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);

    /// <summary>How many characters of a node's log are kept.</summary>
    public const int MostLog = 4000;

    /// <summary>The pallet whose kernel and packages it installs, as it was when it was armed.</summary>
    public required Pallets.PalletKey Pallet { get; init; }

    /// <summary>The architecture's kernel and RAM disk, names under the boot root.</summary>
    public required Boot.KernelImage Image { get; init; }

    /// <summary>How far it has got.</summary>
    public AttemptState State { get; init; } = AttemptState.Armed;

    /// <summary>How often the installer was handed out.</summary>
    public int Handouts { get; init; }

    /// <summary>The last time the installer was handed out; null before the first.</summary>
    public DateTimeOffset? LastHandout { get; init; }

    /// <summary>The last time the node was heard of within this attempt.</summary>
    public DateTimeOffset LastHeard { get; init; } = Armed;

    /// <summary>The last step the node confirmed, in its own word; empty before the first.</summary>
    public string LastStep { get; init; } = string.Empty;

    /// <summary>Why it ended otherwise than confirmed; null while it has not.</summary>
    public string? Why { get; init; }

    /// <summary>The end of the log of what failed on the node, at most <see cref="MostLog"/> characters, secrets masked; null while nothing did.</summary>
    public string? Log { get; init; }

    /// <summary>The address the kickstart went to first; null before it did. Who may use the secret from another one says <see cref="SecretUse"/>.</summary>
    public Ipv4? BoundTo { get; init; }

    /// <summary>Whether the machine was heard of since it was armed: its firmware by DHCP, or whatever came after it.</summary>
    public bool WasMet => State is not AttemptState.Armed || LastHeard > Armed;

    /// <summary>Whether a loader that asks now is to start the installer.</summary>
    public bool MayInstall => State < AttemptState.Staged;

    /// <summary>Whether the kickstart of this attempt may leave, once its signal was kept: only while the newest attempt of the host is this one and still
    /// installs.</summary>
    /// <param name="kept">The host's attempt as it was kept with the signal; null when there is none any more.</param>
    public bool MayDeliver(InstallAttempt? kept) => kept is { MayInstall: true } && kept.Id == Id;

    /// <summary>When silence becomes <see cref="AttemptState.Stuck"/>; null while no installer is out.</summary>
    public DateTimeOffset? Deadline => State is AttemptState.Offered or AttemptState.Fetched or AttemptState.Installing ? LastHeard + Patience : null;

    /// <summary>A new secret from the system's random source.</summary>
    public static string NewSecret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>What becomes of the attempt. Nothing that happens twice counts twice; nothing brings an ended attempt back to installing.</summary>
    /// <param name="signal">What happened.</param>
    /// <param name="now">When; a clock that steps back never shortens a deadline.</param>
    /// <returns>The next value; the same reference when nothing changes.</returns>
    public InstallAttempt On(AttemptSignal signal, DateTimeOffset now) => signal switch
    {
        // Later the machine speaks for itself, and firmware that asks again and again must not keep a silent installer from its deadline.
        AttemptSignal.FirmwareAsked when State is AttemptState.Armed && !WasMet => this with { LastHeard = now > Armed + Instant ? now : Armed + Instant },
        AttemptSignal.HandedOut when MayInstall => HandOut(now),
        AttemptSignal.KickstartFetched fetched when MayInstall => Heard(now) with
        {
            State = State is AttemptState.Installing ? State : AttemptState.Fetched,
            BoundTo = BoundTo ?? fetched.From,
            LastStep = "kickstart",
        },
        AttemptSignal.StageReached reached when MayInstall =>
            Heard(now) with { State = AttemptState.Installing, LastStep = reached.Stage, Log = End(reached.Log) ?? Log },

        // Done is believed whenever it comes, until another attempt takes this one's place: a slow install that we
        // called stuck is installed all the same.
        AttemptSignal.Done when State is not (AttemptState.Staged or AttemptState.Confirmed or AttemptState.Cancelled) =>
            Heard(now) with { State = AttemptState.Staged, LastStep = "done", Why = null },
        AttemptSignal.Up when State is not (AttemptState.Confirmed or AttemptState.Cancelled or AttemptState.Armed or AttemptState.Offered) =>
            Heard(now) with { State = AttemptState.Confirmed, LastStep = "up", Why = null },
        AttemptSignal.Broke broke when MayInstall && State is not AttemptState.Armed =>
            Heard(now) with
            {
                State = AttemptState.Failed,
                Why = broke.Why.Length > 0 ? broke.Why : "the installer reported a failure without a reason",
                Log = End(broke.Log) ?? Log
            },
        AttemptSignal.Tick when Deadline is { } deadline && now > deadline => this with
        {
            State = AttemptState.Stuck,
            Why = $"nothing was heard for {Patience.TotalMinutes:0} minutes after {(LastStep.Length > 0 ? LastStep : "the loader's configuration")}",
        },
        AttemptSignal.Cancel when MayInstall => this with { State = AttemptState.Cancelled, Why = "another action was set" },
        _ => this,
    };

    private static string? End(string? log) => log is { Length: > MostLog } ? log[^MostLog..] : log;

    private InstallAttempt Heard(DateTimeOffset now) => this with { LastHeard = now > LastHeard ? now : LastHeard };

    private InstallAttempt HandOut(DateTimeOffset now)
    {
        // Hand-outs are told behind the answer: one may be heard of after the kickstart that followed it. It counts, and takes nothing back.
        var isLate = State is AttemptState.Fetched or AttemptState.Installing && now <= LastHeard;

        // A clock that stepped back a long way makes another boot of it, lest it hand installers out uncounted until it has caught up.
        var isAgain = (isLate || State is AttemptState.Offered) && LastHandout is { } last && (now - last).Duration() < SameBoot;
        if (isAgain)
        {
            return this;
        }

        return Handouts >= Allowed
            ? this with
            {
                State = AttemptState.Stuck,
                Why = $"the installer was handed out {Handouts} times and never reported done; its last step was "
                    + $"{(LastStep.Length > 0 ? LastStep : "the loader's configuration")}",
            }
            : Heard(now) with { State = isLate ? State : AttemptState.Offered, Handouts = Handouts + 1, LastHandout = now };
    }
}
