using BootService.Lab.Machines;

namespace BootService.Lab.Power;

/// <summary>The power switch of a machine of the lab.</summary>
/// <param name="machine">The machine.</param>
public sealed class PoweredMachine(VirtualMachine machine) : IPowered
{
    /// <inheritdoc/>
    public bool IsOn => machine.IsOn;

    /// <inheritdoc/>
    public Task OnAsync()
    {
        if (!IsOn)
        {
            machine.PowerOn();
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task OffAsync() => IsOn ? machine.PowerOffAsync() : Task.CompletedTask;

    /// <inheritdoc/>
    public Task ResetAsync() => IsOn ? machine.ResetAsync() : Task.CompletedTask;
}
