using System.ComponentModel.DataAnnotations;

namespace BootService.Settings;

/// <summary>The TFTP side.</summary>
internal sealed class TftpSettings
{
    public bool Enabled { get; init; } = true;

    /// <summary>0 takes a free port, for tests.</summary>
    [Range(0, 65535)]
    public int Port { get; init; } = 69;
}
