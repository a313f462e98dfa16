using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Timeline;

namespace BootService.Commands.Ports;

/// <summary>How hosts stand, from their attempts and what they did last; without a read of the database.</summary>
public interface IHostStates
{
    /// <summary>How one host stands now.</summary>
    /// <param name="inventory">The state it is asked of.</param>
    /// <param name="host">The host.</param>
    HostStanding Of(Inventory inventory, Host host);
}
