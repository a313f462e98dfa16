using System.Text;
using BootService.Hosting;
using BootService.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace BootService.Tests.Http;

/// <summary>A machine may lose power while it reports, and who is on the wire may send what is no HTTP: neither is an error of ours.</summary>
public sealed class CutRequestTests
{
    public static TheoryData<Exception> OfPeers =>
    [
        new BadHttpRequestException("Bad chunk size data.", StatusCodes.Status400BadRequest), new ConnectionResetException("the peer reset the connection"),
    ];

    [Theory]
    [MemberData(nameof(OfPeers))]
    public async Task A_report_that_is_cut_short_counts_with_what_came_of_it(Exception fault)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = HttpMethods.Post;
        context.Request.Body = new CutStream("the disk is full"u8.ToArray(), fault);
        Assert.Equal("the disk is full", await ReportedText.ReadAsync(context.Request, CancellationToken.None));
    }

    [Fact]
    public async Task What_cannot_be_read_is_answered_with_a_sentence()
    {
        var context = await PassedAsync(new BadHttpRequestException("Bad chunk size data.", StatusCodes.Status400BadRequest));
        Assert.Equal(StatusCodes.Status400BadRequest, context.Response.StatusCode);
        Assert.Equal("the request cannot be read: Bad chunk size data.\n", Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray()));
    }

    [Fact]
    public async Task Nobody_is_answered_who_is_gone()
    {
        var context = await PassedAsync(new ConnectionResetException("the peer reset the connection"));
        Assert.True(Assert.IsType<Connection>(context.Features.Get<IHttpRequestLifetimeFeature>()).IsCut);
        Assert.Equal(0, context.Response.Body.Length);
    }

    [Fact]
    public Task Our_own_faults_are_not_hidden() => Assert.ThrowsAsync<InvalidOperationException>(() => PassedAsync(new InvalidOperationException()));

    private static async Task<HttpContext> PassedAsync(Exception fault)
    {
        var app = new ApplicationBuilder(new ServiceCollection().BuildServiceProvider());
        app.UseCutRequests();
        app.Run(_ => Task.FromException(fault));
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpRequestLifetimeFeature>(new Connection());
        context.Response.Body = new MemoryStream();
        await app.Build()(context);
        return context;
    }

    private sealed class Connection : IHttpRequestLifetimeFeature
    {
        public CancellationToken RequestAborted { get; set; }

        public bool IsCut { get; private set; }

        public void Abort() => IsCut = true;
    }

    /// <summary>A body that breaks off.</summary>
    private sealed class CutStream(byte[] came, Exception fault) : MemoryStream(came)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var length ? length : throw fault;
    }
}
