using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using BootService.Core.Stored;

namespace BootService.Appliances;

/// <summary>How much is kept of what would grow without end.</summary>
internal sealed class KeepSettings
{
    [Description("How many boot events of each host are kept, the newest.")]
    [Range(200, 1_000_000)]
    public int Events { get; init; } = (int)KeptRows.Usual.Events;

    [Description("How many lines of the log of changes are kept, the newest.")]
    [Range(1_000, 100_000_000)]
    public int Changes { get; init; } = (int)KeptRows.Usual.Changes;

    [Description("How many install attempts of each host are kept with what their installers read, the newest.")]
    [Range(1, 10_000)]
    public int Attempts { get; init; } = (int)KeptRows.Usual.Attempts;

    /// <summary>The same for the database.</summary>
    public KeptRows Rows => new(Events, Changes, Attempts);
}
