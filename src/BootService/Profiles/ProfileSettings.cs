using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace BootService.Profiles;

/// <summary>What node XML may do on the frontend.</summary>
internal sealed class ProfileSettings
{
    /// <summary>
    /// Whether <c>eval</c> and <c>report</c> in node XML run, as the daemon's user. Whoever can write a node file can then run anything that user can.
    /// </summary>
    [Description("Whether eval and report in node XML run, as the daemon's user: whoever can write a node file can then run anything that user can.")]
    public bool AllowEval { get; init; }

    /// <summary>How long each of them may take; an install is armed only when all of them have ended.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    [Description("How long each of them may take.")]
    public TimeSpan EvalTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
