using BootService.Core.Doctor;

namespace BootService.Commands.Ports;

/// <summary>Knows which other DHCP servers answer on the boot networks; they are looked for all the time.</summary>
public interface IServerWatch
{
    /// <summary>Those that were heard lately.</summary>
    ServersSeen Seen { get; }

    /// <summary>What a server means for this frontend.</summary>
    Finding Judge(SeenServer seen);
}
