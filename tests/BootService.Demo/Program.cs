using System.Runtime.InteropServices;
using BootService.Demo;
using BootService.Lab;
using BootService.Lab.Frontend;
using BootService.Lab.Lan;

// The page's cluster, installed before your eyes. 0: everything promised was seen; 1: it was not; 130: stopped.
using var stop = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var hungUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
try
{
    Requirements.Demand();
    await using var lan = await BootLan.CreateAsync(Path.Combine(Checkout.Artifacts, "demo"));
    await using var daemon = new DaemonProcess(lan) { Confined = true };
    await new FirstBoot(lan, daemon, Board.For(Console.Out, Console.IsOutputRedirected)).RunAsync().WaitAsync(stop.Token);
    return 0;
}
catch (OperationCanceledException)
{
    Console.WriteLine("stopped; the machines, the daemon and their network are gone");
    return 130;
}
catch (LabException unseen)
{
    await Console.Error.WriteLineAsync($"error - {unseen.Message}");
    return 1;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
