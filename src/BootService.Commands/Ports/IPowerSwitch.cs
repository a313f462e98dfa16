using BootService.Core.Power;

namespace BootService.Commands.Ports;

/// <summary>The hand on machines' power switches.</summary>
public interface IPowerSwitch
{
    /// <summary>Asks one machine's power for its state, or changes it.</summary>
    /// <param name="route">By what way. <see cref="PowerRoute.None"/> answers with its own sentence.</param>
    /// <param name="command">What is asked.</param>
    /// <param name="cancel">Gives up; what was sent may still be done.</param>
    /// <returns>The answer. Whatever a BMC, a program or a network does wrong is in it, and no password is.</returns>
    Task<PowerAnswer> DoAsync(PowerRoute route, PowerCommand command, CancellationToken cancel);
}
