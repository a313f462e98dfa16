namespace BootService.Lab.Power;

/// <summary>What a BMC has its hand on.</summary>
public interface IPowered
{
    /// <summary>Whether it is on.</summary>
    bool IsOn { get; }

    /// <summary>Switches it on.</summary>
    Task OnAsync();

    /// <summary>Cuts its power.</summary>
    Task OffAsync();

    /// <summary>Presses its reset button.</summary>
    Task ResetAsync();
}

/// <summary>A machine that only remembers what was done to it.</summary>
public sealed class NoMachine : IPowered
{
    private readonly List<string> _done = [];

    /// <inheritdoc/>
    public bool IsOn { get; private set; }

    /// <summary>What was done, in order: <c>on</c>, <c>off</c>, <c>reset</c>.</summary>
    public IReadOnlyList<string> Done
    {
        get
        {
            lock (_done)
            {
                return [.. _done];
            }
        }
    }

    /// <inheritdoc/>
    public Task OnAsync() => Do("on", isOn: true);

    /// <inheritdoc/>
    public Task OffAsync() => Do("off", isOn: false);

    /// <inheritdoc/>
    public Task ResetAsync() => Do("reset", isOn: true);

    private Task Do(string what, bool isOn)
    {
        lock (_done)
        {
            IsOn = isOn;
            _done.Add(what);
        }

        return Task.CompletedTask;
    }
}
