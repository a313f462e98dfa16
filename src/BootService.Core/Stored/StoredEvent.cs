using System.Text.Json;
using System.Text.Json.Serialization;
using BootService.Core.Boot;
using BootService.Core.Events;
using BootService.Core.Reasons;
using BootService.Protocols.Net;
using BootService.Protocols.Road;

namespace BootService.Core.Stored;

/// <summary>
/// An event as a row has it: facts as stable words, and JSON for what has values. Rows of older versions, whose reason is a sentence, are read too.
/// </summary>
/// <param name="At">When.</param>
/// <param name="Mac">The machine's card.</param>
/// <param name="Stage">Where on the road.</param>
/// <param name="Outcome">How it went.</param>
public readonly record struct StoredEvent(DateTimeOffset At, MacAddress Mac, BootStage Stage, BootOutcome Outcome)
{
    /// <summary>The name of the file, stage or boot action; the message's word when it has none.</summary>
    public string What { get; init; } = string.Empty;

    /// <summary>The host; null for none.</summary>
    public string? Host { get; init; }

    /// <summary>The attempt; 0 for none.</summary>
    public long Attempt { get; init; }

    /// <summary>
    /// A JSON object of message, what was told and reason; null when there is no more to say than the other columns do. A plain sentence in rows of older
    /// versions.
    /// </summary>
    public string? Why { get; init; }

    /// <summary>The machine's address.</summary>
    public Ipv4 Address { get; init; }

    /// <summary>Octets sent.</summary>
    public long Bytes { get; init; }

    /// <summary>Our own share of the time.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>What a newer version called it, where this one does not know it.</summary>
    [JsonIgnore]
    public NewerWords? Newer { get; init; }

    /// <summary>Where on the road, in the stored word.</summary>
    internal string StageWord => Newer?.Stage ?? Stage.ToString();

    /// <summary>How it went, in the stored word.</summary>
    internal string OutcomeWord => Newer?.Outcome ?? Outcome.ToString();

    /// <summary>The same with the words of its row. A log is not refused for a word that a newer version left in it: that event is shown as it is.</summary>
    internal StoredEvent In(string stage, string outcome) =>
        Enum.TryParse(stage, out BootStage known) && known.ToString() == stage && Enum.TryParse(outcome, out BootOutcome went) && went.ToString() == outcome
            ? this with { Stage = known, Outcome = went, Newer = null }
            : this with { Stage = BootStage.Admin, Outcome = BootOutcome.Refused, Newer = new NewerWords(stage, outcome) };

    /// <summary>The row of an event.</summary>
    public static StoredEvent Of(in BootEvent happened)
    {
        var what = happened.Name ?? MessageNames.Of(happened.Message);
        var isPlain = happened is { Reason: null, Told: BootTold.Nothing, About.IsAny: true }
            && Guess(happened.Stage, happened.Outcome, what) == happened.Message;
        return new StoredEvent(happened.At, happened.Mac, happened.Stage, happened.Outcome)
        {
            What = what,
            Host = happened.Host,
            Attempt = happened.Attempt,
            Why = isPlain ? null : JsonSerializer.Serialize(
                new Facts(happened.Message, happened.Told, happened.Reason, happened.About.IsAny ? null : happened.About.ToString()),
                StoredFacts.Default.Facts),
            Address = happened.Address,
            Bytes = happened.Bytes,
            Took = happened.Took,
            Newer = happened.Newer,
        };
    }

    /// <summary>The event of the row.</summary>
    public BootEvent Read()
    {
        var facts = Why is ['{', ..] ? FactsOf(Why) : null;
        var message = facts?.Message ?? (Newer is null ? Guess(Stage, Outcome, What) : BootMessage.File);
        return new BootEvent(At, Mac, Stage, Outcome, message)
        {
            Name = What == MessageNames.Of(message) ? null : What,
            Host = Host,
            Attempt = Attempt,
            Told = facts?.Told ?? (Why is null ? BootTold.Nothing : GuessTold(message, What, Attempt)),
            Reason = facts is not null ? facts.Reason : Why is null ? null : new BootReason.Said(Why),
            About = facts?.About is { } about && Ipv4.TryParse(about, null, out var address) ? address : default,
            Address = Address,
            Bytes = Bytes,
            Took = Took,
            Newer = Newer,
        };
    }

    private static readonly Dictionary<string, BootMessage> DhcpParameters = new BootMessage[]
    {
        BootMessage.Discover, BootMessage.Offer, BootMessage.Request, BootMessage.Ack, BootMessage.Nak, BootMessage.Decline, BootMessage.Release,
        BootMessage.Inform,
        BootMessage.Bootp, BootMessage.AddressConflict,
    }.ToDictionary(MessageNames.Of);

    // Where a row says no more, its stage and its word do: they have meant the same since the first version.
    private static BootMessage Guess(BootStage stage, BootOutcome outcome, string what) => (stage, what) switch
    {
        (BootStage.Dhcp or BootStage.BootServer, _) => DhcpParameters.GetValueOrDefault(what, BootMessage.OtherDhcp),
        (BootStage.Admin, MessageNames.PoweredOn) => BootMessage.PoweredOn,
        (BootStage.Admin, MessageNames.PoweredOff) => BootMessage.PoweredOff,
        (BootStage.Admin, MessageNames.PowerReset) => BootMessage.PowerReset,
        (BootStage.Admin, "discovered") => BootMessage.Discovered,
        (BootStage.Admin, _) => BootMessage.ActionSet,
        (BootStage.Http, "secret") => BootMessage.Secret,
        (BootStage.Tftp or BootStage.Http, _) => BootFileRole.Of(what),
        (BootStage.Configuration, _) => BootMessage.Configuration,
        (BootStage.Kickstart, _) => BootMessage.Kickstart,
        (BootStage.Installer, "failed") when outcome is BootOutcome.Failed => BootMessage.InstallFailed,
        (BootStage.Installer, "stuck") when outcome is BootOutcome.Failed => BootMessage.Stuck,
        (BootStage.Installer, _) => BootMessage.StageReached,
        (BootStage.Done, _) => BootMessage.Done,
        _ => BootMessage.Confirmed,
    };

    // A row of an older version: what was told stood in its sentence, and its attempt shows most of it.
    private static BootTold GuessTold(BootMessage message, string what, long attempt) => message switch
    {
        BootMessage.Configuration => attempt != 0 ? BootTold.Install : BootTold.Disk,
        BootMessage.Offer or BootMessage.Ack => attempt != 0 ? BootTold.Loader : BootTold.NoLoader,
        BootMessage.ActionSet => what == BootEntries.Install ? BootTold.Install : BootTold.Disk,
        _ => BootTold.Nothing,
    };

    private static Facts? FactsOf(string why)
    {
        try
        {
            return JsonSerializer.Deserialize(why, StoredFacts.Default.Facts);
        }
        catch (Exception unknown) when (unknown is JsonException or NotSupportedException)
        {
            // Written by a newer version: the row is shown as it is.
            return null;
        }
    }

    /// <summary>What the columns of the first versions have no place for.</summary>
    internal sealed record Facts(BootMessage Message, BootTold Told, BootReason? Reason, string? About);
}

/// <summary>Serialises without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true)]
[JsonSerializable(typeof(StoredEvent.Facts))]
internal sealed partial class StoredFacts : JsonSerializerContext;
