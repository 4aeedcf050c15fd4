import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import {
  ChangePassword,
  SecondFactorBegun,
  SecondFactorCode,
  SecondFactorRemoval,
  SignIn,
  SignInWithKey,
  SignedInKey,
  SignedInUser,
  WhoAmI,
} from '#libs/contracts';
import {
  CONSOLE_KEYS,
  Caller,
  EVERY_KEY,
  EVERY_ROLE,
  Permit,
  Public,
  PublicRateGuard,
  SESSION_ABSOLUTE,
  SESSION_COOKIE,
  readCookie,
  sessionCookie,
  type Principal,
} from '#libs/identity';
import { Clock, Problem } from '#libs/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { People, userOf } from '../people/people.js';
import { SecondFactors } from './second-factors.js';
import { Sessions } from './sessions.js';

/** Signing in, who am I, signing out. */
@ApiTags('session')
@Controller('api/v1')
export class SessionsController {
  constructor(
    private readonly sessions: Sessions,
    private readonly people: People,
    private readonly factors: SecondFactors,
    private readonly clock: Clock,
  ) {}

  @Post('session')
  @HttpCode(200)
  @Public({ sameSite: true })
  @ApiOperation({ summary: 'Đăng nhập · Sign in: sets the session cookie' })
  @ApiResponse({ status: 200, standardSchema: SignedInUser, description: 'Signed in' })
  async signIn(
    @Body({ schema: SignIn }) body: SignIn,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedInUser> {
    const { token, person, position } = await this.sessions.signIn(body, request.ip, tokenOf(request));
    setCookie(request, reply, token, SESSION_ABSOLUTE / 1000);
    return { user: userOf(person), position };
  }

  @Post('session/key')
  @HttpCode(200)
  @Public({ sameSite: true })
  @UseGuards(PublicRateGuard)
  @ApiOperation({ summary: 'Doanh nghiệp đăng nhập bằng khoá · A provider signs in with its key: sets the cookie' })
  @ApiResponse({ status: 200, standardSchema: SignedInKey, description: 'Signed in; forget the key now' })
  async signInWithKey(
    @Body({ schema: SignInWithKey }) body: SignInWithKey,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedInKey> {
    const { token, key, position } = await this.sessions.signInWithKey(body.key, tokenOf(request));
    setCookie(request, reply, token, SESSION_ABSOLUTE / 1000);
    return { key: keyOf(key), position };
  }

  @Get('session')
  @Permit({ roles: EVERY_ROLE, keys: EVERY_KEY })
  @ApiOperation({ summary: 'Tôi là ai · Who am I' })
  @ApiResponse({ status: 200, standardSchema: WhoAmI, description: 'The signed-in person, or the key' })
  async whoAmI(@Caller() caller: Principal, @Res({ passthrough: true }) reply: FastifyReply): Promise<WhoAmI> {
    void reply.header('cache-control', 'no-store');
    if (caller.kind === 'key') return { key: keyOf(caller) };
    const person = await this.people.byId(caller.id, this.clock.now());
    if (!person) throw new Problem('unauthenticated');
    return { user: userOf(person) };
  }

  @Delete('session')
  @HttpCode(204)
  @Permit({ roles: EVERY_ROLE, keys: CONSOLE_KEYS })
  @ApiOperation({ summary: 'Đăng xuất · Sign out' })
  @ApiResponse({ status: 204, description: 'Signed out' })
  async signOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.sessions.end(tokenOf(request) ?? '');
    setCookie(request, reply, '', 0);
  }

  @Post('session/password')
  @HttpCode(204)
  @Permit({ roles: EVERY_ROLE })
  @ApiOperation({ summary: 'Đổi mật khẩu · Change my password: ends my other sessions' })
  @ApiResponse({ status: 204, description: 'Changed' })
  async changePassword(
    @Body({ schema: ChangePassword }) body: ChangePassword,
    @Caller() caller: Principal,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    await this.sessions.changePassword(caller, body, request.ip, tokenOf(request));
  }

  @Post('session/second-factor')
  @HttpCode(200)
  @Permit({ roles: EVERY_ROLE })
  @ApiOperation({ summary: 'Thêm ứng dụng xác thực · Begin a second factor' })
  @ApiResponse({ status: 200, standardSchema: SecondFactorBegun, description: 'It counts when confirmed with a code' })
  beginSecondFactor(@Caller() caller: Principal): Promise<SecondFactorBegun> {
    return this.factors.begin(caller.id, caller.login ?? '');
  }

  @Post('session/second-factor/confirm')
  @HttpCode(204)
  @Permit({ roles: EVERY_ROLE })
  @ApiOperation({ summary: 'Xác nhận ứng dụng xác thực · Confirm the second factor' })
  @ApiResponse({ status: 204, description: 'From now on signing in takes a code' })
  confirmSecondFactor(
    @Body({ schema: SecondFactorCode }) body: SecondFactorCode,
    @Caller() caller: Principal,
  ): Promise<void> {
    return this.factors.confirm(caller.id, body.code);
  }

  @Post('session/second-factor/remove')
  @HttpCode(204)
  @Permit({ roles: EVERY_ROLE })
  @ApiOperation({ summary: 'Bỏ ứng dụng xác thực · Remove the second factor' })
  @ApiResponse({ status: 204, description: 'Signing in takes no code any more' })
  removeSecondFactor(
    @Body({ schema: SecondFactorRemoval }) body: SecondFactorRemoval,
    @Caller() caller: Principal,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    return this.sessions.removeSecondFactor(caller, body, request.ip);
  }
}

/** A key as its holder sees it. */
function keyOf({ id, keyRole: role, unit, provider, channel }: Principal): SignedInKey['key'] {
  if (role === undefined) throw new Problem('unauthenticated');
  return { id, role, unit, provider: provider ?? null, channel: channel ?? null };
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/;

const tokenOf = (request: FastifyRequest): string | null => readCookie(request.headers.cookie, SESSION_COOKIE);

/** `Secure` everywhere but on plain http at the loopback, where a browser would not send the cookie back otherwise. */
function setCookie(request: FastifyRequest, reply: FastifyReply, value: string, maxAge: number): void {
  const secure = request.protocol === 'https' || !LOOPBACK.test(request.hostname);
  void reply.header('set-cookie', sessionCookie(value, { maxAge, secure })).header('cache-control', 'no-store');
}
