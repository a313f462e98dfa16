using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace BootService.Power;

/// <summary>How machines' power is switched.</summary>
internal sealed class PowerSettings
{
    /// <summary>The folder of the admin's own programs, which attribute <c>power.command</c> chooses from. They run as the daemon's user.</summary>
    [Required]
    [Description("The folder of programs that attribute power.command chooses from; they run as the daemon's user.")]
    public string Commands { get; init; } = "/etc/bootservice/power";
}
