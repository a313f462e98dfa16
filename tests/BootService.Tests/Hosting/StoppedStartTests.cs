using BootService.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace BootService.Tests.Hosting;

public class StoppedStartTests
{
    [Fact]
    public async Task A_stop_that_comes_amid_the_start_ends_it_without_a_fault()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddHostedService<StopsAtOnce>();
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");

        Assert.False(await Daemon.StartAsync(app));
    }

    private sealed class StopsAtOnce(IHostApplicationLifetime lifetime) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            lifetime.StopApplication();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
