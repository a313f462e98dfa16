using System.Runtime.InteropServices;

namespace BootService.Hosting;

/// <summary>SIGHUP: from the first moment on it ends no daemon, and what it asks for is done as soon as it can be.</summary>
internal sealed class HangUp : IDisposable
{
    private readonly Lock _turn = new();
    private readonly PosixSignalRegistration _registration;
    private Action? _reload;
    private bool _waits;

    /// <summary>Listens from now on.</summary>
    public HangUp() => _registration = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Take);

    /// <summary>Says what is to be done each time; at once when somebody has asked already.</summary>
    public void Then(Action reload)
    {
        lock (_turn)
        {
            _reload = reload;
            if (_waits)
            {
                reload();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _registration.Dispose();

    private void Take(PosixSignalContext signal)
    {
        signal.Cancel = true;
        lock (_turn)
        {
            _waits = _reload is null;
            _reload?.Invoke();
        }
    }
}
