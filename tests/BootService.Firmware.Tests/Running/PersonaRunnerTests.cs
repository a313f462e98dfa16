using System.Net;
using System.Net.Sockets;
using BootService.Firmware.Running;
using BootService.Firmware.Tftp;
using BootService.Protocols.Net;
using BootService.Protocols.Road;
using Xunit;

namespace BootService.Firmware.Tests.Running;

public sealed class PersonaRunnerTests
{
    private static readonly Ipv4 Here = Ipv4.Parse("127.0.0.1");

    [Fact]
    public async Task An_answer_that_came_in_time_is_heard_however_late_the_machine_looks()
    {
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        using var answered = new ManualResetEventSlim();
        var answering = Task.Run(
            async () =>
            {
                var request = await server.ReceiveAsync(TestContext.Current.CancellationToken);
                await server.SendAsync(new byte[] { 0, 3, 0, 1, (byte)'x' }, request.RemoteEndPoint, TestContext.Current.CancellationToken);
                answered.Set();
            },
            TestContext.Current.CancellationToken);

        var step = new TftpStep(TftpDialect.Pxelinux with { NeedsSize = false }, Here, "file");
        var services = new ServicePorts(Tftp: (ushort)((IPEndPoint)server.Client.LocalEndPoint!).Port);
        new PersonaRunner(new RunnerSettings(Here, Here), new LateClock(answered)).CarryOut(step, services, TestContext.Current.CancellationToken);
        await answering;

        Assert.Equal((StepVerdict.Ok, 1L, 0), (step.Verdict, step.Bytes, step.Repeats));
    }

    // The machine asks at 0, is kept from running until the answer lies in its socket, and then finds an hour gone.
    private sealed class LateClock(ManualResetEventSlim answered) : TimeProvider
    {
        private int _looks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp()
        {
            if (++_looks <= 2)
            {
                return 0;
            }

            answered.Wait(TestContext.Current.CancellationToken);
            return TimeSpan.TicksPerHour;
        }
    }
}
