using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace BootService.Appliances;

/// <summary>Copies of the database that are made by themselves.</summary>
internal sealed class BackupSettings
{
    /// <summary>How many of them are kept; 0 makes none.</summary>
    [Description("How many daily copies of the database are kept in the folder backups of the data directory; 0 makes none.")]
    [Range(0, 3650)]
    public int Keep { get; init; } = 7;
}
