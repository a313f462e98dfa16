using System.ComponentModel;

namespace BootService.Doors;

/// <summary>Whom the nodes' doors answer.</summary>
internal sealed class DoorSettings
{
    /// <summary>
    /// Whether TFTP, HTTP and the PXE boot server also answer addresses of no network we know. An address is free to invent, and whoever it belongs to
    /// gets our answers.
    /// </summary>
    [Description("Whether TFTP, HTTP and the PXE boot server also answer addresses of no network in \"stack list network\".")]
    public bool AnswerStrangers { get; init; }
}
