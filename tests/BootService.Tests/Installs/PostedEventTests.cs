using System.Net;
using BootService.Core.Installs;
using Xunit;

namespace BootService.Tests.Installs;

/// <summary>What an installer posts of itself in the way of curtin's webhook.</summary>
public sealed class PostedEventTests : IAsyncLifetime
{
    private FrontendUnderTest _frontend = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _frontend = await FrontendUnderTest.StartAsync(Cancel);
        await _frontend.FillAsync();
        await _frontend.ArmAsync();
        await _frontend.Node.GetStringAsync($"/install/ks/{_frontend.Attempt.Secret}", Cancel);
    }

    public ValueTask DisposeAsync() => _frontend.DisposeAsync();

    [Fact]
    public async Task Pieces_that_people_wait_for_become_stages_and_the_rest_goes_by()
    {
        Assert.Equal(
            HttpStatusCode.OK, await PostAsync("""{"name": "subiquity/Network/apply", "event_type": "start", "description": "x", "origin": "curtin"}"""));
        Assert.Equal(AttemptState.Fetched, _frontend.Attempt.State);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(
            """{"name": "subiquity/Install/install/curtin_install/run_curtin_step/stage-partitioning/builtin/cmd-block-meta", "event_type": "start", "description": "curtin command block-meta"}"""));
        Assert.Equal((AttemptState.Installing, "partitioning"), (_frontend.Attempt.State, _frontend.Attempt.LastStep));
        Assert.Equal(HttpStatusCode.OK, await PostAsync("""{"name": "a/cmd-extract", "event_type": "finish", "result": "SUCCESS", "description": "x"}"""));
        Assert.Equal("partitioning", _frontend.Attempt.LastStep);
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("[]")]
    [InlineData("{\"name\": 3, \"event_type\": \"start\"}")]
    [InlineData("{\"name\": \"a/cmd-extract\", \"event_type\": \"begin\"}")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]")]
    public async Task What_is_no_event_is_refused_and_changes_nothing(string body)
    {
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(body));
        Assert.Equal(AttemptState.Fetched, _frontend.Attempt.State);
    }

    [Fact]
    public async Task Another_secret_is_nobodys() =>
        Assert.Equal(HttpStatusCode.NotFound, (await _frontend.Node.PostAsync("/install/report/feedface", new StringContent("{}"), Cancel)).StatusCode);

    private async Task<HttpStatusCode> PostAsync(string body) =>
        (await _frontend.Node.PostAsync($"/install/report/{_frontend.Attempt.Secret}", new StringContent(body), Cancel)).StatusCode;
}
