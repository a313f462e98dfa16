using BootService.Commands.Ports;
using BootService.Core.Doctor;

namespace BootService.Tests.Profiles;

/// <summary>A boot network without any other DHCP server.</summary>
internal sealed class QuietServers : IServerWatch
{
    public ServersSeen Seen => ServersSeen.None;

    public Finding Judge(SeenServer seen) => throw new InvalidOperationException("nobody else answers");
}
