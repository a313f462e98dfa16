using BootService.Core.Reasons;

namespace BootService.Core.Events;

/// <summary>Events in English, for tables, pages and logs.</summary>
public static class EventSentences
{
    /// <summary>Where on the road, in the word of every timeline.</summary>
    public static string Stage(in BootEvent happened) => Word(happened.Newer?.Stage ?? happened.Stage.ToString());

    /// <summary>How it went, in a word.</summary>
    public static string Outcome(in BootEvent happened) => Word(happened.Newer?.Outcome ?? happened.Outcome.ToString());

    /// <summary>What happened, in the protocol's word or the file's name: a cell of a table.</summary>
    public static string What(in BootEvent happened) => happened.Name ?? MessageNames.Of(happened.Message);

    /// <summary>Why, a sentence; null when there is no reason to give.</summary>
    public static string? Why(in BootEvent happened)
    {
        var reason = happened.Reason is null ? null : ReasonSentences.Of(happened.Reason);
        return (happened.Message, happened.Told) switch
        {
            (BootMessage.Configuration, BootTold.Install or BootTold.Kernel) => Joined("start the kernel", reason),
            (BootMessage.Configuration, BootTold.Disk) => Joined("boot from disk", reason),
            _ when reason is not null && !happened.About.IsAny => $"{reason}: {happened.About}",
            _ => reason,
        };
    }

    private static string Word(string name) => name.ToLowerInvariant();

    private static string Joined(string told, string? reason) => reason is null ? told : $"{told}: {reason}";
}
